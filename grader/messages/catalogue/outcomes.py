"""A short label for each outcome."""

from __future__ import annotations

EN = {
    "outcome.passed": "passed",
    "outcome.failed": "failed",
    "outcome.partial": "partly passed",
    "outcome.missing": "not defined",
    "outcome.not_started": "not started",
    "outcome.error": "exception",
    "outcome.timeout": "time limit",
    "outcome.memory": "memory limit",
    "outcome.gpu_memory": "GPU memory limit",
    "outcome.disk": "disk limit",
    "outcome.crashed": "crashed",
    "outcome.forbidden": "not allowed",
    "outcome.skipped": "not run",
    "outcome.ungraded": "ungraded",
}

KO = {
    "outcome.passed": "통과",
    "outcome.failed": "틀림",
    "outcome.partial": "일부 통과",
    "outcome.missing": "정의 없음",
    "outcome.not_started": "미작성",
    "outcome.error": "예외 발생",
    "outcome.timeout": "시간 초과",
    "outcome.memory": "메모리 초과",
    "outcome.gpu_memory": "GPU 메모리 초과",
    "outcome.disk": "디스크 초과",
    "outcome.crashed": "비정상 종료",
    "outcome.forbidden": "사용 금지",
    "outcome.skipped": "실행 안 함",
    "outcome.ungraded": "채점 보류",
}

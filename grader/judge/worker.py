"""A judge as a process of its own: submissions in on stdin, events out on stdout, a JSON object a line.

The first line of stdin is the `JudgeConfig`; its seed is a secret, so it travels there and not on the command line.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from grader.course import find_course
from grader.errors import GraderError, UsageError
from grader.judge.assignment import Assignment
from grader.judge.config import JudgeConfig
from grader.judge.runner import Judge, Settings
from grader.model import Check, CheckResult, Submission
from grader.sandbox import PlainProcess

_SUBMISSION = TypeAdapter(Submission)
_RESULT = TypeAdapter(CheckResult)
_CHECKS = TypeAdapter(tuple[Check, ...])


class _Events:
    """Progress as lines on a descriptor that nothing else writes to."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def emit(self, kind: str, **data: Any) -> None:
        line = json.dumps({"event": kind, **data}, ensure_ascii=True).encode() + b"\n"
        while line:
            line = line[os.write(self._descriptor, line) :]

    def collected(self, checks: tuple[Check, ...]) -> None:
        self.emit("collected", checks=_CHECKS.dump_python(checks, mode="json"))

    def result(self, submission: Submission, result: CheckResult) -> None:
        self.emit("result", result=_RESULT.dump_python(result, mode="json"))

    def done(self, submission: Submission, seconds: float, fault: str | None) -> None:
        self.emit("done", seconds=seconds, fault=fault)


def _submissions() -> Iterator[Submission]:
    for line in sys.stdin.buffer:
        yield _SUBMISSION.validate_json(line)


def main() -> int:
    """Judge what comes in until stdin ends. Errors of the operator's are an event; the exit status is 0 or 2."""
    events = _Events(os.dup(1))
    os.dup2(2, 1)  # whatever prints in this process prints to stderr
    config = TypeAdapter(JudgeConfig).validate_json(sys.stdin.buffer.readline())
    try:
        assignment = Assignment.load(find_course(Path(config.root)), config.week)
        settings = Settings(config.seed, config.hidden, tuple(config.only), config.training)
        Judge(assignment, PlainProcess(), settings).run(_submissions(), events)
    except UsageError as error:
        events.emit("error", text=str(error))
        return 2
    except GraderError as error:
        events.emit("error", text=f"{type(error).__name__}: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What the commands say beside their reports."""

from __future__ import annotations

EN = {
    "cli.public_only": "Only the public checks ran here ({public} points). Grading draws new inputs and runs the"
    " hidden checks too ({hidden} more points). This result is no grade.",
    "cli.no_training": "The checks that train a model were left out.",
    "cli.level_namespaces": "Sandbox level `namespaces`: student code ran sealed, without files, network or other"
    " processes to be seen.",
    "cli.level_docker": "Sandbox level `docker`: student code ran in a hardened container, without network, without"
    " files but its own.",
    "cli.level_process": "Sandbox level `process`: it guards against accidents, not against malicious code.",
}

KO = {
    "cli.public_only": "여기서는 공개 검사({public}점)만 실행했습니다. 채점할 때는 입력을 새로 뽑고 비공개"
    " 검사({hidden}점)도 실행합니다. 이 결과는 성적이 아닙니다.",
    "cli.no_training": "모델을 학습하는 검사는 실행하지 않았습니다.",
    "cli.level_namespaces": "샌드박스 수준 `namespaces`: 제출 코드는 파일, 네트워크, 다른 프로세스가 보이지 않는 격리된"
    " 프로세스에서 실행했습니다.",
    "cli.level_docker": "샌드박스 수준 `docker`: 제출 코드는 네트워크와 다른 파일에 접근할 수 없는 컨테이너 안에서"
    " 실행했습니다.",
    "cli.level_process": "샌드박스 수준 `process`: 실수로 인한 사고는 막지만 악의적인 코드는 막지 못합니다.",
}

"""The program as its users run it: a command in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.command import Command

ROOT = Path(__file__).resolve().parents[2]
WEEK = "week04_rnn"


@pytest.fixture
def grader() -> Command:
    """`grader ARGUMENTS` from the course's folder; `data` is GRADER_DATA_DIR, by default none."""

    def run(*arguments: str | Path, data: str = "", timeout: float = 300) -> subprocess.CompletedProcess[str]:
        environment = {k: v for k, v in os.environ.items() if k not in ("GRADER_DATA_DIR", "GRADER_LANG")}
        if data:
            environment["GRADER_DATA_DIR"] = data
        command = [sys.executable, "-m", "grader", *map(str, arguments)]
        return subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=timeout, check=False
        )

    return run


@pytest.fixture
def week(tmp_path: Path) -> Path:
    """A student's copy of the course with the untouched template of week 4: the folder of the week."""
    for name in ("assignments", "reference"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "course.toml").write_bytes((ROOT / "course.toml").read_bytes())
    folder = tmp_path / "student_template" / WEEK
    folder.mkdir(parents=True)
    for file in (ROOT / "student_template" / WEEK).iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    return folder

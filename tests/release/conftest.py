"""Bundles as students get them, in a folder of their own, and the course that they were made from."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.course import find_course
from grader.judge.assignment import Assignment

ROOT = Path(__file__).resolve().parents[2]
WEEK = "week04_rnn"
Outcomes = dict[str, tuple[str, str, str]]


@pytest.fixture(scope="session")
def assignment() -> Assignment:
    """Week 4 of the course."""
    return Assignment.load(find_course(ROOT), WEEK)


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A copy of the released course, far from the course itself."""
    return Path(shutil.copytree(ROOT / "student_template", tmp_path / "nlp"))


def check(path: Path, course: Path, *options: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """`grader check PATH` in a process of its own."""
    environment = {k: v for k, v in os.environ.items() if k not in ("GRADER_DATA_DIR", "GRADER_LANG")}
    command = [sys.executable, "-m", "grader", "check", str(path), "--course", str(course), *options]
    return subprocess.run(
        command, cwd=cwd or course, env=environment, capture_output=True, text=True, timeout=280, check=False
    )


@pytest.fixture
def outcomes() -> Callable[..., Outcomes]:
    """`outcomes(path, course)`: check → (outcome, message, diagnosis) of a look without training."""

    def look(path: Path, course: Path, *options: str) -> Outcomes:
        done = check(path, course, "--no-training", "--json", *options)
        assert done.returncode in (0, 1), done.stderr
        (submission,) = json.loads(done.stdout)["submissions"]
        found: Outcomes = {}
        for task in submission["tasks"]:
            for one in task["checks"]:
                found[f"{task['id']}::{one['name']}"] = one["outcome"], _key(one["message"]), _key(one["diagnosis"])
        return found

    return look


def _key(message: Any) -> str:
    return "" if message is None else str(message.get("key", message) if isinstance(message, dict) else message)

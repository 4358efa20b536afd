"""Bundles as students get them, in a folder of their own, and the course that they were made from."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.course import find_course
from grader.judge.assignment import Assignment
from grader.model import Check
from grader.sandbox import PlainProcess

ROOT = Path(__file__).resolve().parents[2]
WEEK = "week04_rnn"


@pytest.fixture(scope="session")
def assignment() -> Assignment:
    """Week 4 of the course."""
    return Assignment.load(find_course(ROOT), WEEK)


@pytest.fixture(scope="session")
def checks(assignment: Assignment) -> tuple[Check, ...]:
    """All its checks, hidden ones included."""
    return checks_of(assignment)


def checks_of(assignment: Assignment) -> tuple[Check, ...]:
    """All checks of a week, hidden ones included."""
    from grader.judge.runner import Judge, Settings

    class Told:
        found: tuple[Check, ...] = ()

        def collected(self, checks: tuple[Check, ...]) -> None:
            self.found = checks

    told = Told()
    Judge(assignment, PlainProcess(), Settings(0, fork=False)).run([], told)  # type: ignore[arg-type]
    return told.found


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A copy of the released course, far from the course itself."""
    return Path(shutil.copytree(ROOT / "student_template", tmp_path / "nlp"))


@pytest.fixture
def read() -> Callable[[Path], dict[str, bytes]]:
    """All files of a folder: path → content."""

    def files(folder: Path) -> dict[str, bytes]:
        found = (p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
        return {p.relative_to(folder).as_posix(): p.read_bytes() for p in found}

    return files

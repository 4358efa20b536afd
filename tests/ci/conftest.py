"""A course of one tiny week and a second one, a student's repository, and a judge that knows its answers."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.ci import Outcome, Push, Terms, grade_push
from grader.course import Course, load_course
from grader.repository import Objects, objects_of
from tests.ci.answers import known_run
from tests.repository.gitting import Work

TINY = Path(__file__).resolve().parents[1] / "judge" / "course"
RIGHT = (TINY / "reference" / "week01_tiny" / "plain.py").read_text("utf-8")
Grade = Callable[..., Outcome]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The course's folder: week01_tiny, and week02_other, which asks for `other`."""
    root = tmp_path / "course"
    ignored = shutil.ignore_patterns("week02_faulty", "__pycache__", ".grader")
    shutil.copytree(TINY, root, ignore=ignored)
    other = root / "assignments" / "week02_other"
    other.mkdir()
    spec = (root / "assignments" / "week01_tiny" / "assignment.toml").read_text("utf-8")
    head, _, _ = spec.partition("[[tasks]]")
    head = head.replace("week01_tiny", "week02_other").replace("week = 1", "week = 2")
    task = '[[tasks]]\nid = "other"\nmodule = "other"\nnames = ["other"]\npoints = 1\nslot = "preview"\n'
    (other / "assignment.toml").write_text(f'{head}{task}title = {{ en = "Other", ko = "기타" }}\n', "utf-8")
    return root


@pytest.fixture
def course(folder: Path) -> Course:
    """The course in it."""
    return load_course(folder)


@pytest.fixture
def work(tmp_path: Path) -> Work:
    """The student's work tree."""
    return Work(tmp_path / "s001")


@pytest.fixture
def graded(course: Course, work: Work, monkeypatch: pytest.MonkeyPatch) -> Grade:
    """`graded(commit, before="")`: a push, judged by a judge that passes nothing but what says RIGHT."""
    monkeypatch.setattr("grader.ci.push.judge", known_run)

    def grade(commit: str, before: str = "", only: tuple[str, ...] = (), *, public: bool = False) -> Outcome:
        push = Push("s001", "class/s001", "refs/heads/main", before, commit, "2023-02-02T23:59:59+09:00")
        with Objects(objects_of(work.folder)) as objects:
            return grade_push(course, objects, push, Terms(public=public), None, only)

    return grade

"""The key of a result: all that a result depends on is in it, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.course import load_course
from grader.fingerprint import files_key, hand_in_key, run_key
from grader.levels import PROCESS, Containers, Level
from grader.model import Message, Module, Submission

SUBMISSION = Submission("s001", "hand-ins/s001.py", (Module("rnn", "rnn.py", "x = 1"),), "abc")
RUN: dict[str, Any] = {
    "files": "abc",
    "week": "week04_rnn",
    "seed": 7,
    "only": ("a", "b"),
    "training": True,
    "level": PROCESS,
    "containers": Containers(),
    "environment": {"python": "3.11", "torch": "2.6"},
}


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course with one week."""
    text = 'id = "c"\nterm = "t"\ntimezone = "Asia/Seoul"\n[title]\nen = "C"\nko = "강"\n'
    (tmp_path / "course.toml").write_text(text)
    for name in ("assignments/week01_a/test_a.py", "assignments/week01_a/assignment.toml", "reference/week01_a/a.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("one")
    return tmp_path


def files(root: Path) -> str:
    """The key of a course's files."""
    return files_key(load_course(root))


@pytest.mark.parametrize(
    "change",
    [
        {"files": "def"},
        {"week": "week05_attention"},
        {"seed": 8},
        {"only": ("a",)},
        {"training": False},
        {"level": Level("namespaces", ())},
        {"level": Level("process", (*PROCESS.guarantees, "more"), PROCESS.missing)},
        {"level": Level(PROCESS.level, PROCESS.guarantees, PROCESS.missing, "sha256:other")},
        {"containers": Containers(fresh=True)},
        {"environment": {"python": "3.12", "torch": "2.6"}},
    ],
    ids=str,
)
def test_everything_that_matters_is_in_the_key(change: dict[str, Any]) -> None:
    """Another check file, seed, task, level, guarantee or version is another run."""
    assert run_key(**RUN) != run_key(**(RUN | change))


def test_what_does_not_matter() -> None:
    """The order in which tasks were named is none."""
    assert run_key(**RUN) == run_key(**(RUN | {"only": ("b", "a")}))


def test_the_data_folder_is_in_the_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No data, one folder and another folder are three runs."""
    monkeypatch.delenv("GRADER_DATA_DIR", raising=False)
    keys = {run_key(**RUN)}
    for name in ("a", "b"):
        monkeypatch.setenv("GRADER_DATA_DIR", str(tmp_path / name))
        keys.add(run_key(**RUN))
    assert len(keys) == 3


@pytest.mark.parametrize("name", ["assignments/week01_a/test_a.py", "reference/week01_a/a.py", "assignments/new.txt"])
def test_a_changed_file_is_another_run(course: Path, name: str) -> None:
    """Checks, references and what they read: a change, a new name and a new file count."""
    before = files(course)
    (course / name).write_text("two")
    changed = files(course)
    (course / name).rename(course / f"{name}x")
    assert len({before, changed, files(course)}) == 3


@pytest.mark.parametrize(
    "name",
    ["README.md", "mutants.toml", "samples/s001.py", "wrong/a.py", "__pycache__/a.pyc", ".pytest_cache/x", ".hidden"],
)
def test_files_that_decide_nothing(course: Path, name: str) -> None:
    """Handouts, samples, wrong solutions and caches may change meanwhile."""
    before = files(course)
    path = course / "assignments" / "week01_a" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("two")
    assert files(course) == before


def test_due_dates_and_rubrics_decide_no_check(course: Path) -> None:
    """A due date that was moved is no reason to grade a class anew; another limit is."""
    file = course / "assignments/week01_a/assignment.toml"
    file.write_text("[limits]\ncheck_seconds = 10\n")
    before = files(course)
    file.write_text(
        "# moved\n[limits]\ncheck_seconds = 10\n[due]\nreview = 2023-02-09T19:00:00\n[[rubric]]\nid = 'prose'\n"
    )
    assert files(course) == before
    file.write_text("[limits]\ncheck_seconds = 11\n")
    assert files(course) != before


@pytest.mark.parametrize(
    "other",
    [
        Submission("s002", "hand-ins/s001.py", SUBMISSION.modules, "abc"),
        Submission("s001", "hand-ins/s001.py", (Module("rnn", "rnn.py", "x = 2"),), "abc"),
        Submission("s001", "hand-ins/s001.py", (Module("rnn", "rnn.py", "x = 1", definitions_only=True),), "abc"),
        Submission("s001", "hand-ins/s001.py", SUBMISSION.modules, "abc", (Message("note"),)),
    ],
)
def test_another_hand_in(other: Submission) -> None:
    """Another student, source, way to run it or note is another hand-in."""
    assert hand_in_key(other) != hand_in_key(SUBMISSION)


def test_the_same_hand_in_elsewhere() -> None:
    """Where a hand-in lies does not matter: the command may be given from another folder."""
    moved: Callable[[str], Submission] = lambda origin: Submission("s001", origin, SUBMISSION.modules, "abc")  # noqa: E731
    assert hand_in_key(moved("elsewhere")) == hand_in_key(SUBMISSION)

"""`grader grade` on a store: what is known is not graded again, what it says of it, and what is asked for anew."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import grader.judge.process
from grader.cli import main
from grader.store import open_store

FAKE = Path(__file__).parents[1] / "judge" / "fake_judge.py"
COURSE = 'id = "c"\nterm = "t"\ntimezone = "Asia/Seoul"\n[title]\nen = "C"\nko = "강"\n'
SPEC = """id = "week01_a"
week = 1
[title]
en = "A"
ko = "가"
[[tasks]]
id = "a"
module = "a"
names = ["a"]
points = 3
slot = "preview"
title = { en = "A", ko = "가" }
"""


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course whose judges do what the names of hand-ins say, with hand-ins of s001 and s002."""
    monkeypatch.setattr(grader.judge.process, "_JUDGE", (sys.executable, "-S", str(FAKE)))
    monkeypatch.setattr("grader.judge.process.ForkServer.__init__", lambda self, training: no_server(self))
    root = tmp_path / "course"
    (root / "assignments" / "week01_a").mkdir(parents=True)
    (root / "course.toml").write_text(COURSE)
    (root / "assignments" / "week01_a" / "assignment.toml").write_text(SPEC)
    for name in ("s001", "s002"):
        (root / f"{name}.py").write_text(f"a = '{name}'\n")
    return root


def no_server(self: Any) -> None:
    """As where there is none: the judges are processes of their own."""
    self._process = None


def grade(root: Path, *arguments: str | Path) -> Result:
    """`grader grade 1 ARGUMENTS` in this process."""
    options = ["--course", root, "--out", root / "out", "--seed", "1"]
    return CliRunner().invoke(main, ["grade", "1", *map(str, arguments), *map(str, options)])


def judged(result: Result) -> list[str]:
    """Whose work was judged."""
    return sorted(line.split()[1] for line in result.stderr.splitlines() if line.startswith("["))


def graded(root: Path) -> list[str]:
    """Whose results are in the reports."""
    data = json.loads((root / "out" / "results.json").read_text())
    return [entry["student"] for entry in data["submissions"]]


def test_what_has_not_changed_is_not_judged(course: Path) -> None:
    """The second run judges what is new or different, reports all, and says what it took over."""
    hand_ins = [course / "s001.py", course / "s002.py"]
    first = grade(course, *hand_ins)
    assert first.exit_code == 0, first.stderr
    assert judged(first) == ["s001", "s002"]
    (course / "s002.py").write_text("a = 'better'\n")
    second = grade(course, *hand_ins)
    assert judged(second) == ["s002"] and graded(course) == ["s001", "s002"]
    assert "grader: 1 of 2 hand-ins are graded already and have not changed (--again grades them anew)" in second.stderr
    assert "1 judged in " in second.stderr and ", 1 taken over" in second.stderr
    assert judged(grade(course, *hand_ins)) == []
    assert judged(grade(course, *hand_ins, "--again")) == ["s001", "s002"]


def test_without_a_path(course: Path) -> None:
    """The hand-ins that the store has are graded again where the checks have changed, though their files are gone."""
    assert grade(course).exit_code == 2
    assert "holds no hand-in of week01_a (say where they are: PATH)" in grade(course).stderr
    grade(course, course / "s001.py")
    grade(course, course / "s002.py")
    for file in course.glob("s00*.py"):
        file.unlink()
    assert judged(grade(course)) == [] and graded(course) == ["s001", "s002"]
    (course / "assignments" / "week01_a" / "test_a.py").write_text("# changed\n")
    assert judged(grade(course)) == ["s001", "s002"] and graded(course) == ["s001", "s002"]


def test_retry_ungraded(course: Path) -> None:
    """Only what the last run left ungraded is judged, with or without its files; all are in the reports."""
    missing = grade(course, "--retry", "ungraded")
    assert missing.exit_code == 2 and "nothing of week01_a was graded yet" in missing.stderr
    shutil.copy(course / "s001.py", course / "dies always.py")
    first = grade(course, course / "s001.py", course / "dies always.py")
    assert first.exit_code == 1
    assert "our own fault: dies always: 2 ungraded (the judge process ended during test_a.py::two)" in first.stderr
    (course / "assignments" / "week01_a" / "test_a.py").write_text("# changed\n")
    second = grade(course, "--retry", "ungraded")
    assert second.exit_code == 1
    assert [line.split()[1] for line in second.stderr.splitlines() if line.startswith("[")] == ["dies"]
    assert graded(course) == ["s001", "dies always"]
    both = grade(course, "--retry", "ungraded", "--again")
    assert both.exit_code == 2 and len(both.stderr.splitlines()) == 1


def test_the_summary(course: Path) -> None:
    """Counts by outcome, pace, memory, the slowest; no line is steered by a name."""
    for i in range(4):
        shutil.copy(course / "s001.py", course / f"s10{i}\x1b[31m.py")
    (course / "empty.py").write_text("")
    done = grade(course, *sorted(course.glob("*.py")))
    lines = done.stderr.splitlines()
    assert any(line.startswith("grader: 7 judged in ") and " of memory" in line for line in lines)
    assert "grader: checks: 18 passed, 1 unreadable hand-in" in lines
    assert sum(line.startswith("grader: slowest: ") for line in lines) == 1
    assert "\x1b" not in done.stderr


def test_the_store_is_where_it_is_asked_for(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--store before GRADER_STORE before the course's own; what is wrong with it is one line and exit code 2."""
    monkeypatch.delenv("GRADER_STORE")
    grade(course, course / "s001.py")
    with open_store(str(course / ".grader" / "store.sqlite3")) as store:
        assert [record.graded for record in store.runs("week01_a")] == [1]
    other = course / "other.sqlite3"
    assert judged(grade(course, course / "s001.py", "--store", other)) == ["s001"]
    (course / "text").write_text("no database\n" * 100)
    wrong = grade(course, course / "s001.py", "--store", course / "text")
    assert wrong.exit_code == 2
    assert wrong.stderr.splitlines()[-1].startswith(f"grader: {course / 'text'}: is no store, or is damaged (give")

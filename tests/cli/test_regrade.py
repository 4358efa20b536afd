"""`grader regrade`: what changed, and for whom, before it counts."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

import pytest
from click.testing import CliRunner, Result

import grader.cli.regrade
import grader.judge.process
from grader.cli import main
from grader.course import load_course
from grader.gradebook import grades
from grader.model import Check, CheckResult, Module, Outcome, Run, Submission
from grader.scoring import TaskInfo, verdict
from grader.store import Override, Placed, Scope, open_store

FAKE = Path(__file__).parents[1] / "judge" / "fake_judge.py"
WEEK = "week01_a"
COURSE = 'id = "c"\nterm = "t"\ntimezone = "Asia/Seoul"\nlanguage = "en"\ntitle = { en = "C", ko = "강" }\n'
SPEC = """id = "week01_a"
week = 1
title = { en = "A", ko = "가" }
[[tasks]]
id = "a"
module = "a"
names = ["a"]
points = 3
slot = "preview"
title = { en = "A", ko = "가" }
"""
Grader = Callable[..., Result]


class NoServer:
    """Judges start by themselves."""

    def __init__(self, *, training: bool) -> None:
        self.training = training

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course whose judge passes everything; the store's run has s001 without the third check, s002 with it."""
    monkeypatch.setattr(grader.judge.process, "_JUDGE", (sys.executable, "-S", str(FAKE)))
    monkeypatch.setattr(grader.cli.regrade, "ForkServer", NoServer)
    (tmp_path / "course.toml").write_text(COURSE, "utf-8")
    folder = tmp_path / "assignments" / WEEK
    folder.mkdir(parents=True)
    (folder / "assignment.toml").write_text(SPEC, "utf-8")
    checks = [Check(f"test_a.py::{n}", "a", n, {"en": n, "ko": n}, 1.0) for n in ("one", "two", "three")]
    header = Run(WEEK, {"en": "A", "ko": "가"}, "5eed", "process", (), "2023-02-03T00:00:00+09:00", 0, {}, ())
    with open_store(str(tmp_path / "s.sqlite3")) as store:
        run = store.begin_run(header, "old")
        for position, student in enumerate(("s001", "s002")):
            given = Submission(student, student, (Module("a", "a.py", "", defines={"a": False}),))
            results = [CheckResult(check, Outcome.PASSED, 1.0) for check in checks]
            if student == "s001":
                results[2] = CheckResult(checks[2], Outcome.FAILED)
            done = verdict(given, results, [TaskInfo("a", {"en": "A", "ko": "가"}, 3.0)])
            store.record(run, Placed(position, given, f"old {student}"), f"old {student}", done)
        store.finish_run(run, 1.0)
    return tmp_path


@pytest.fixture
def run(room: Path) -> Grader:
    """`grader ARGUMENTS`, in the course."""

    def invoke(*arguments: str) -> Result:
        options = ["--course", str(room), "--store", str(room / "s.sqlite3")]
        return CliRunner().invoke(main, [*arguments, *options], env={"GRADER_AUTHOR": "ta"})

    return invoke


def points(room: Path) -> dict[str, float]:
    """What is published."""
    with open_store(str(room / "s.sqlite3")) as store:
        return {grade.student: grade.earned for grade in grades(store, load_course(room), WEEK)}


def test_nothing_counts_before_it_is_published(run: Grader, room: Path) -> None:
    """The change is told with its check; grades stay until the run is published, and the event says by whom."""
    found = run("regrade", "1", "--jobs", "1")
    assert found.exit_code == 0, found.output
    assert "s001  2 -> 3\n  three [test_a.py::three]  0 -> 1  failed -> passed\n" in found.stdout
    assert "1 of 2 students: 1 more points, 0 fewer" in " ".join(found.stdout.split())
    assert "run 2 is held back" in found.stderr
    assert points(room) == {"s001": 2.0, "s002": 3.0}
    again = run("regrade", "1", "--run", "2", "--publish")
    assert again.exit_code == 0 and "s001  2 -> 3" in again.stdout and "run 2 is published" in again.stderr
    assert points(room) == {"s001": 3.0, "s002": 3.0}
    with open_store(str(room / "s.sqlite3")) as store:
        (event,) = store.events(WEEK, "published")
    assert (event.run, event.author, event.detail) == (2, "ta", {"students": ["s001"]})
    assert "run 2 is not held back" in run("regrade", "1", "--run", "2", "--publish").stderr


def test_publish_at_once_and_people_still_count(run: Grader, room: Path) -> None:
    """With --publish the run counts at once; what a person decided stays, so that grade does not move."""
    with open_store(str(room / "s.sqlite3")) as store:
        store.add_override(Override(WEEK, "s001", Scope.TASK, "a", 2.5, "oral", "ta"))
    found = run("regrade", "1", "--jobs", "1", "--publish", "--json")
    assert found.exit_code == 0, found.output
    told = json.loads(found.stdout)
    assert told["published"]
    (change,) = told["changes"]
    assert (change["student"], change["before"], change["after"]) == ("s001", 2.5, 2.5)
    assert [(c["check"], c["was"], c["now"]) for c in change["checks"]] == [("test_a.py::three", "failed", "passed")]
    assert points(room)["s001"] == 2.5


def test_some_students_and_tasks(run: Grader, room: Path) -> None:
    """Only those are judged; what has not changed since is taken over; of the others nothing changes."""
    first = run("regrade", "1", "--jobs", "1", "--student", "s002", "--only", "a")
    assert first.exit_code == 0 and "Nothing has changed." in first.stdout
    assert "1 judged" in first.stderr
    second = run("regrade", "1", "--jobs", "1", "--student", "s001", "--student", "s002", "--only", "a", "--publish")
    assert "1 judged" in second.stderr and "1 taken over" in second.stderr
    assert points(room) == {"s001": 3.0, "s002": 3.0}


@pytest.mark.parametrize(
    "arguments,says",
    [
        (("--run", "1"), "run 1 is not held back: grader runs week01_a lists which are"),
        (("--run", "1", "--again"), "leave out --student, --only and --again"),
        (("--student", "s009"), "no student 's009'"),
        (("--only", "b"), "no task 'b'"),
    ],
)
def test_mistakes_are_one_line(run: Grader, arguments: tuple[str, ...], says: str) -> None:
    """They say what to do, and nothing is graded."""
    found = run("regrade", "1", "--jobs", "1", *arguments)
    assert found.exit_code == 2, found.output
    assert says in found.stderr and len(found.stderr.strip().splitlines()) == 1


def test_an_empty_store_has_nothing_to_regrade(run: Grader, room: Path) -> None:
    """It says what comes first."""
    (room / "s.sqlite3").unlink()
    found = run("regrade", "1")
    assert found.exit_code == 2 and "holds no hand-in for week01_a (grader grade comes first)" in found.stderr


@pytest.mark.slow
def test_a_changed_check_is_graded_anew_by_real_judges(tmp_path: Path) -> None:
    """From `course new` to a published regrade: a check that gives other points moves the grades that it touches."""

    def grader(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "grader", *arguments]
        return subprocess.run(command, cwd=tmp_path / "c", capture_output=True, text=True, timeout=200)

    (tmp_path / "c").mkdir()
    for command in (("course", "new", "."), ("assignment", "new", WEEK)):
        made = grader(*command)
        assert made.returncode == 0, made.stderr
    graded = grader("grade", WEEK, f"assignments/{WEEK}/samples", "--jobs", "1", "--sandbox", "process")
    assert graded.returncode == 0, graded.stderr
    checks = tmp_path / "c" / "assignments" / WEEK / "test_a.py"
    text = checks.read_text("utf-8")
    swapped = text.replace("points(5)", "points(x)").replace("points(2)", "points(5)").replace("points(x)", "points(2)")
    assert swapped != text
    checks.write_text(swapped, "utf-8")
    found = grader("regrade", WEEK, "--jobs", "1", "--sandbox", "process", "--publish", "--json")
    assert found.returncode == 0, found.stderr
    moved = {change["student"]: (change["before"], change["after"]) for change in json.loads(found.stdout)["changes"]}
    assert moved == {"s001": (10.0, 10.0), "s002": (8.0, 5.0)}
    explained = json.loads(grader("explain", "s002", WEEK, "--json").stdout)
    assert explained["earned"] == 5.0

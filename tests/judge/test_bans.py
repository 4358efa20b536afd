"""What an assignment forbids, in the judge: which checks it costs, and what the student reads."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.course import load_course
from grader.errors import ForbiddenName
from grader.intake import read_submission
from grader.judge.assignment import Assignment
from grader.judge.bans import Bans
from grader.judge.places import Places
from grader.judge.runner import Settings
from grader.model import Frame, Outcome, Submission
from grader.policy import broken
from tests.judge.running import COURSE, Results, judge, reference_of, submission
from tests.judge.sandboxes import Threads

ROOT = Path(__file__).resolve().parents[2]
WEEK4 = ROOT / "assignments" / "week04_rnn"
PLAIN, HARD = ((COURSE / "reference" / "week01_tiny" / f"{n}.py").read_text() for n in ("plain", "hard"))
WHOLE = '[[tasks.forbid]]\nnames = ["torch.add"]\n'
SCOPED = '[[tasks.forbid]]\nnames = ["torch.add"]\nscope = ["double"]\n'
ADDS = "\ndef double(x):\n    return torch.add(x, x)\n"


@pytest.fixture
def course(tmp_path: Path) -> Iterator[Path]:
    """A copy of the tiny course, to forbid something in."""
    path = list(sys.path)
    shutil.copytree(COURSE, tmp_path / "course")
    yield tmp_path / "course"
    sys.path[:] = path


def graded(course: Path, forbid: str, hand_in: Submission) -> Results:
    """The results of a hand-in where the task `plain` forbids something."""
    file = course / "assignments" / "week01_tiny" / "assignment.toml"
    text = file.read_text()
    file.write_text(text.replace("[tasks.gates", f"{forbid}\n[tasks.gates", 1))
    return judge([hand_in], Threads(), Settings(7, fork=False), root=course).results[hand_in.student]


def forbidden(results: Results) -> set[str]:
    """The checks that a ban cost."""
    return {name for name, result in results.items() if result.outcome is Outcome.FORBIDDEN}


def test_whole_task(course: Path) -> None:
    """A ban without a scope costs every check of the task, hidden ones too, and no check of another."""
    results = graded(course, WHOLE, submission("adds", plain=PLAIN + ADDS, hard=HARD))
    assert forbidden(results) == {name for name, r in results.items() if r.check.task == "plain"}
    assert all(r.earned == 0 for r in results.values() if r.outcome is Outcome.FORBIDDEN)
    assert {r.outcome for r in results.values() if r.check.task == "hard"} != {Outcome.FORBIDDEN}


def test_message_and_place(course: Path) -> None:
    """The result names what is banned, as the library documents it, and the student's own line."""
    result = graded(course, WHOLE, submission("adds", plain=PLAIN + ADDS, hard=HARD))["double"]
    line = (PLAIN + ADDS).splitlines().index("    return torch.add(x, x)") + 1
    assert result.message is not None
    assert (result.message.key, result.message.params) == ("forbidden", {"name": "torch.add"})
    assert result.where == Frame("plain.py", line, "double", "return torch.add(x, x)")


def test_scope(course: Path) -> None:
    """A ban for one name costs the checks that ask for it, and nothing where another name does the same."""
    costs = forbidden(graded(course, SCOPED, submission("adds", plain=PLAIN + ADDS, hard=HARD)))
    assert "double" in costs
    assert "pair" not in costs


def test_scope_of_another_name(course: Path) -> None:
    """What only another name of the task uses is not forbidden."""
    source = PLAIN.replace("def pair", "def unused(x):\n    return torch.add(x, x)\n\n\ndef pair", 1)
    other = source + "\n\n_pair = pair\n\n\ndef pair(x):\n    unused(x)\n    return _pair(x)\n"
    assert forbidden(graded(course, SCOPED, submission("other", plain=other, hard=HARD))) == set()


def test_reference_breaks_nothing(course: Path) -> None:
    """The reference keeps its points under a ban."""
    results = graded(course, WHOLE, reference_of("week01_tiny"))
    assert {r.outcome for r in results.values()} == {Outcome.PASSED}


def test_dynamic_code_is_a_fact(course: Path) -> None:
    """Code that is put together while it runs costs nothing; the task's first result says where it is, once."""
    source = PLAIN + "\n\n_kept = double\n\n\ndef double(x):\n    exec(str(x)[:0])\n    return _kept(x)\n"
    results = graded(course, WHOLE, submission("dynamic", plain=source, hard=HARD))
    assert results["double"].outcome is Outcome.PASSED
    noted = [r.facts["dynamic_code"] for r in results.values() if "dynamic_code" in r.facts]
    assert len(noted) == 1
    assert "exec(str(x)[:0])" in str(noted[0])


@pytest.fixture(scope="module")
def week4() -> Iterator[Assignment]:
    """The real assignment."""
    path = list(sys.path)
    assignment = Assignment.load(load_course(ROOT), "week04_rnn")
    assignment.reference()
    yield assignment
    sys.path[:] = path


def banned(assignment: Assignment, path: Path) -> set[str]:
    """The names of a hand-in that break a ban of their own or their task's."""
    hand_in = read_submission(path, "s")
    bans = Bans(assignment.spec.tasks, hand_in, Places(hand_in), assignment.public_names)
    found = set()
    for task in assignment.spec.tasks:
        for name in task.names:
            try:
                bans.check_task(task.id)
                bans.check_name(name)
            except ForbiddenName:
                found.add(name)
    return found


def test_week4_bans(week4: Assignment) -> None:
    """Of the wrong solutions of week 4 those by torch's cells and by autograd are caught, each in its functions."""
    found = {path.stem: banned(week4, path) for path in sorted((WEEK4 / "wrong").glob("*.py"))}
    assert {stem: names for stem, names in found.items() if names} == {
        "deep_birnn__torch_rnn_loaded": {"deep_birnn"},
        "lstm_cell__autograd": {"lstm_cell_backward", "gru_cell_backward"},
        "lstm_cell__torch_cell": {"lstm_cell"},
        "rnn_cell__autograd": {"RNN"},
        "time_rnn__autograd": {"TimeRNN", "truncated_bptt"},
    }


def test_week4_samples_are_innocent(week4: Assignment) -> None:
    """No sample, the reference or the template breaks a ban."""
    places = [
        *(WEEK4 / "samples").iterdir(),
        ROOT / "reference" / "week04_rnn",
        ROOT / "student_template" / "week04_rnn",
    ]
    assert {p.name: banned(week4, p) for p in places if p.suffix in {"", ".py", ".ipynb"} and banned(week4, p)} == {}


def test_a_task_is_judged_once(week4: Assignment, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many checks a task has, its bans are held against the code once, and every check hears the same."""
    asked: list[object] = []

    def counting(*given: object) -> object:
        asked.append(given)
        return broken(*given)

    monkeypatch.setattr("grader.judge.bans.broken", counting)
    hand_in = read_submission(WEEK4 / "wrong" / "lstm_cell__torch_cell.py", "s")
    bans = Bans(week4.spec.tasks, hand_in, Places(hand_in), week4.public_names)
    heard = []
    for _ in range(3):
        with pytest.raises(ForbiddenName) as caught:
            bans.check_name("lstm_cell")
        heard.append((caught.value.message, caught.value.where))
    assert len(asked) == 1
    assert heard[0] == heard[1] == heard[2]

"""Tables of mistakes in the judge: made once for a batch, outside of every process that holds a submission."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

import grader.judge.tables
from grader.course import load_course
from grader.judge.assignment import Assignment
from grader.judge.config import Trial
from grader.judge.runner import Judge, Settings
from grader.model import CheckResult, Submission
from grader.testing.counterfactual import EMPTY, Table
from grader.testing.plugin import Plugin
from tests.judge.running import COURSE, Told, short, submission
from tests.judge.sandboxes import Threads

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
Graded = Callable[..., Told]
_LINE = TypeAdapter(tuple[str, CheckResult])
FORGOTTEN = "def double(x):\n    return 1 * x\n\ndef pair(x):\n    return 2 * x, x.clone()\n"
OTHER = "import torch\n\ndef double(x):\n    return torch.sin(x) + 0.3 * x * x\n"


class Kept(Told):
    """What was told in judge children, too: by way of a file."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def result(self, submission: Submission, result: CheckResult) -> None:
        """As Progress."""
        with self._path.open("ab") as file:
            file.write(_LINE.dump_json((submission.student, result)) + b"\n")

    def read(self) -> Told:
        """Everything, here."""
        for line in self._path.read_bytes().splitlines():
            student, result = _LINE.validate_json(line)
            self.results.setdefault(student, {})[short(result.check)] = result
        return self


@pytest.fixture
def graded(tmp_path: Path) -> Graded:
    """Students s001, s002, … with these sources, judged on the course's tiny task."""

    def run(*sources: str, **settings: Any) -> Told:
        students = [submission(f"s{i:03}", plain=source) for i, source in enumerate(sources, 1)]
        told = Kept(tmp_path / "results")
        settings = {"seed": 3, "only": ("plain",), "training": False, **settings}
        Judge(Assignment.load(load_course(COURSE), "1"), Threads(), Settings(**settings)).run(students, told)
        return told.read()

    return run


def diagnoses(told: Told, check: str) -> list[str | None]:
    """The key of what was said about this check, by student."""
    found = [told.results[student][check].diagnosis for student in sorted(told.results)]
    return [None if message is None else message.key for message in found]


@pytest.mark.parametrize("fork", [True, False])
def test_a_mistake_is_named(fork: bool, graded: Graded) -> None:
    """A missing factor and results in another order are named; what no mistake leads to stays without a diagnosis."""
    told = graded(FORGOTTEN, OTHER, fork=fork)
    first, second = diagnoses(told, "double")
    assert first == "mistake.scaled"
    assert second is None
    assert diagnoses(told, "pair")[0] == "mistake.swapped_results"


def test_a_table_is_made_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, graded: Graded) -> None:
    """Three hand-ins fail the same check; its table is made once, and not in a process that judges."""
    made = Plugin.make_table

    def counted(self: Plugin, item: pytest.Function, *seconds: float) -> Table:
        with (tmp_path / "made").open("a") as file:
            file.write(f"{item.name} {os.getppid()} {self.grading is None}\n")
        return made(self, item, *seconds)

    monkeypatch.setattr(Plugin, "make_table", counted)
    told = graded(FORGOTTEN, FORGOTTEN, FORGOTTEN)
    assert len(set(diagnoses(told, "double"))) == 1
    lines = (tmp_path / "made").read_text().splitlines()
    assert [line for line in lines if line.startswith("test_double ")] == [f"test_double {os.getpid()} True"]


def test_a_table_that_cannot_be_made_costs_the_diagnosis_only(monkeypatch: pytest.MonkeyPatch, graded: Graded) -> None:
    """The process that makes it dies: the result stands, without a diagnosis that needs a table."""
    monkeypatch.setattr(Plugin, "make_table", lambda *_: os._exit(3))
    told = graded(FORGOTTEN, OTHER)
    assert [told.results[s]["double"].outcome for s in ("s001", "s002")] == ["failed", "failed"]
    assert told.faults == {"s001": None, "s002": None}


def test_a_table_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch, graded: Graded) -> None:
    """The process that makes it hangs: it is ended, and the batch goes on."""
    monkeypatch.setattr(grader.judge.tables, "SECONDS", 0.1)
    monkeypatch.setattr(grader.judge.tables, "_GRACE", 0.2)
    monkeypatch.setattr(Plugin, "make_table", lambda *_: __import__("time").sleep(60))
    told = graded(OTHER)
    assert told.faults == {"s001": None}
    assert told.results["s001"]["double"].diagnosis is None


def test_no_table_for_trials(monkeypatch: pytest.MonkeyPatch, graded: Graded) -> None:
    """An author's trial judges mutants by the hundred: nobody reads a diagnosis of them."""
    monkeypatch.setattr(Plugin, "make_table", lambda *_: pytest.fail("a table was made"))
    told = graded(FORGOTTEN, trial=Trial(needs=False), fork=False)
    assert diagnoses(told, "double") == [None]


def test_variants_that_cannot_be_made_cost_the_diagnosis_only(monkeypatch: pytest.MonkeyPatch, graded: Graded) -> None:
    """A fault of ours while looking for the mistake is no fault of the check."""

    def broken(self: Assignment) -> tuple[()]:
        raise ValueError

    monkeypatch.setattr(Assignment, "variants", broken)
    for fork in (True, False):
        told = graded(OTHER, fork=fork)
        assert told.faults == {"s001": None}
        assert told.results["s001"]["double"].outcome == "failed"


def test_bytes_that_are_no_table_are_none() -> None:
    """What was cut off on its way counts as no table."""
    whole = grader.judge.tables.pickle.dumps(EMPTY)
    assert grader.judge.tables._table(whole) == EMPTY
    assert grader.judge.tables._table(whole[:-3]) is EMPTY
    assert grader.judge.tables._table(b"") is EMPTY

"""What an author's trial does differently from grading: order of checks, limits, what is measured."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from grader.judge.config import COMPARED, MARGINS, Trial
from grader.judge.runner import Settings
from grader.model import Outcome
from tests.judge.running import Results, judge, reference_of, submission
from tests.judge.sandboxes import Threads

WRONG = {
    "plain": """
    import torch
    from torch import nn

    def double(x):
        return 3 * x

    def pair(x):
        return x, 2 * x

    class Layer(nn.Module):
        def __init__(self):
            super().__init__()
            self.weight = nn.Parameter(torch.ones(3))

        def forward(self, x):
            return x * self.weight
    """,
    "hard": "def work(i):\n    return 2 * i\n",
}


@pytest.fixture(autouse=True)
def path() -> Iterator[None]:
    """The judge puts the course's root on the path."""
    before = list(sys.path)
    yield
    sys.path[:] = before


def results(trial: Trial, **sources: str) -> Results:
    """What the tiny course's checks say of a hand-in, or of the reference."""
    hand_in = submission("s001", **sources) if sources else reference_of("week01_tiny")
    told = judge([hand_in], Threads(), Settings(7, training=False, fork=False, trial=trial))
    return told.results[hand_in.student]


def test_grading_as_ever() -> None:
    """A trial that asks for nothing changes nothing: what needs a failed check is skipped, nothing is measured."""
    found = results(Trial(), **WRONG)
    assert found["double"].outcome is Outcome.FAILED
    assert found["gradient"].outcome is Outcome.SKIPPED
    assert found["quiet"].outcome is Outcome.PASSED
    assert MARGINS not in found["pair"].facts


def test_without_needs() -> None:
    """Each check runs whatever became of those it needs."""
    found = results(Trial(needs=False), **WRONG)
    assert found["gradient"].outcome is Outcome.FAILED


def test_stopping() -> None:
    """After the first check that does not pass all others are passed over, and the next hand-in is judged as ever."""
    trial = Trial(stop=True)
    found = results(trial, **WRONG)
    assert next(iter(found)) == "double"
    assert {r.outcome for name, r in found.items() if name != "double"} == {Outcome.SKIPPED}
    settings = Settings(7, training=False, fork=False, trial=trial)
    told = judge([submission("s001", **WRONG), reference_of("week01_tiny")], Threads(), settings)
    assert {r.outcome for r in told.results["reference"].values()} == {Outcome.PASSED}
    assert told.results["s001"].keys() == told.results["reference"].keys()


def test_only_some_tasks() -> None:
    """Of a hand-in that is named the checks of its tasks run; the others have a result, too."""
    found = results(Trial(tasks={"s001": ("hard",)}), **WRONG)
    assert found["double"].outcome is Outcome.SKIPPED
    assert found["quiet"].outcome is Outcome.PASSED
    assert results(Trial(tasks={"s002": ("hard",)}), **WRONG)["double"].outcome is Outcome.FAILED


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_shorter_limit() -> None:
    """A hand-in that is too slow has not the whole time of the check."""
    slow = "import time\n\ndef work(i):\n    time.sleep(0.5)\n    return 2 * i\n"
    only = {"s001": ("hard",)}
    assert results(Trial(tasks=only), hard=slow)["quiet"].outcome is Outcome.PASSED
    assert results(Trial(tasks=only, seconds=0.2), hard=slow)["quiet"].outcome is Outcome.TIMEOUT


def test_measuring() -> None:
    """What a check compared is among its facts, with the largest share of the tolerance that was used."""
    found = results(Trial(measure=True))
    assert found["double"].facts[COMPARED] == 4
    margins = found["double"].facts[MARGINS]
    assert isinstance(margins, dict)
    assert set(margins) == {"float64", "float32"}
    assert all(0 <= m < 1 for m in margins.values())
    assert found["after_pair"].facts[COMPARED] == 0
    assert found["quiet"].facts[COMPARED] == 1  # an int

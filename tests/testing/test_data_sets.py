"""Training checks on several data sets: each counts by itself, and the check's time is theirs to share."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest

from grader.errors import CheckFailed, ProcessEnded
from grader.model import Message, Outcome
from grader.testing import fail, reaches_each
from grader.testing.data_sets import Run
from grader.testing.gates import SURE, Gate, TimedGate
from tests.testing.messages import failure
from tests.testing.test_gates import Bar

GOOD, BAD = 0.9, 0.1
SECONDS = 60.0


@dataclass
class Trial:
    """What a check on data sets with prepared scores does: what it earns, what it keeps, which runs it makes."""

    scores: dict[str, float]
    cost: float = 0.0  # seconds of a run
    time_left: Callable[[], float] | None = None
    clock: float = 0.0
    earned: list[float] = field(default_factory=list)
    facts: dict[str, object] = field(default_factory=dict)
    runs: list[str] = field(default_factory=list)

    def gate(self, name: str) -> Gate:
        """The same bar for all, with the check's clock where there is one."""
        return Bar() if self.time_left is None else TimedGate.of(Bar(), self.time_left)

    def run_on(self, name: str) -> Run:
        """Gives the data set's score each time."""

        def run(seed: int) -> float:
            self.runs.append(name)
            self.clock += self.cost
            return self.scores[name]

        return run

    def begin(self) -> None:
        """The check itself."""
        reaches_each([*self.scores], self.run_on, self.gate, credit=self.earned.append, record=self.facts.__setitem__)


def clocked(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    """The trial's own clock instead of the machine's, and a check that ends after SECONDS of it."""
    monkeypatch.setattr("grader.testing.gates.time", SimpleNamespace(monotonic=lambda: trial.clock))
    trial.time_left = lambda: SECONDS - trial.clock


def test_all_reached() -> None:
    """Each data set earns its share as soon as its bar is reached, in the order given, by one run each."""
    trial = Trial({"a": GOOD, "b": GOOD, "c": GOOD})
    trial.begin()
    assert trial.earned == [1 / 3, 2 / 3, 1] and trial.runs == ["a", "b", "c"]


@pytest.mark.parametrize("first, second", [(GOOD, BAD), (BAD, GOOD)])
def test_one_missed_bar_costs_its_own_share(first: float, second: float) -> None:
    """Whichever is missed, the other one is tried and earns its half; the message names the one that was missed."""
    trial = Trial({"a": first, "b": second})
    message = failure(trial.begin)
    missed = "a" if first == BAD else "b"
    assert trial.earned == [1 / 2] and {*trial.runs} == {"a", "b"}
    assert (message.key, message.params["metric"]) == ("gate_missed", f"accuracy ({missed})")


def test_the_first_of_several_is_told() -> None:
    """Nothing is earned, all are tried, and the message is about the first."""
    trial = Trial({"a": BAD, "b": BAD})
    assert failure(trial.begin).params["metric"] == "accuracy (a)"
    assert trial.earned == [] and trial.runs == ["a"] * SURE + ["b"] * SURE


def test_facts_name_their_data_set() -> None:
    """Facts of two data sets do not overwrite each other; the first one's keep the gate's metric, for leaderboards."""
    trial = Trial({"a": GOOD, "b": 0.8})
    trial.begin()
    assert trial.facts == {
        "accuracy": [GOOD],
        "threshold": 0.7,
        "accuracy (b)": [0.8],
        "threshold (b)": 0.7,
    }


def test_one_data_set_needs_no_name() -> None:
    """Message and facts of the only data set are those of `reaches`; it earns everything."""
    trial = Trial({"a": GOOD})
    trial.begin()
    assert trial.earned == [1] and trial.facts == {"accuracy": [GOOD], "threshold": 0.7}
    assert failure(Trial({"a": BAD}).begin).params["metric"] == "accuracy"


@pytest.mark.parametrize(
    "ending", [ProcessEnded(Outcome.TIMEOUT, Message("timeout", {"seconds": 1})), CheckFailed(Message("check_failed"))]
)
def test_what_else_goes_wrong_ends_the_check(ending: Exception) -> None:
    """An answer of the wrong type or the end of the time is no missed bar: it is told at once, and shares are kept."""
    begun: list[str] = []
    trial = Trial({"a": GOOD, "b": GOOD, "c": GOOD})

    def run_on(name: str) -> Run:
        def run(seed: int) -> float:
            if name == "b":
                raise ending
            return GOOD

        begun.append(name)
        return run

    with pytest.raises(type(ending)) as raised:
        reaches_each(["a", "b", "c"], run_on, trial.gate, credit=trial.earned.append, record=trial.facts.__setitem__)
    assert raised.value is ending and trial.earned == [1 / 3] and begun == ["a", "b"]


def test_a_message_after_a_missed_bar_is_the_later_one() -> None:
    """Who misses the first bar and answers the second data set with a wrong type is told of the type."""
    trial = Trial({"a": BAD})

    def run_on(name: str) -> Run:
        return trial.run_on(name) if name == "a" else lambda seed: fail("check_failed")

    message = failure(
        lambda: reaches_each(["a", "b"], run_on, trial.gate, credit=trial.earned.append, record=trial.facts.__setitem__)
    )
    assert message.key == "check_failed"


@pytest.mark.parametrize("cost, runs", [(5.0, SURE), (9.0, 3), (25.0, 2)])
def test_time_is_shared(monkeypatch: pytest.MonkeyPatch, cost: float, runs: int) -> None:
    """Runs that only say how sure a failure is end at half of the time, where another data set waits.

    Five of 5 s fit into 30 s; the fourth of 9 s does not; 25 s are spent twice, for the verdict itself, in any case.
    """
    trial = Trial({"a": BAD, "b": GOOD}, cost)
    clocked(trial, monkeypatch)
    failure(trial.begin)
    assert trial.runs == ["a"] * runs + ["b"] and trial.earned == [1 / 2]


def test_the_last_one_has_what_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the first data set did not need, the last one may use."""
    trial = Trial({"a": GOOD, "b": BAD}, 9.0)
    clocked(trial, monkeypatch)
    assert failure(trial.begin).params["runs"] == SURE
    assert trial.runs == ["a"] + ["b"] * SURE


def test_data_come_when_they_are_needed() -> None:
    """A data set is not loaded before its turn, so that its loading is not counted to another one's time."""
    order: list[str] = []

    def run_on(name: str) -> Run:
        order.append(f"load {name}")
        return lambda seed: order.append(f"train {name}") or math.inf

    reaches_each(["a", "b"], run_on, lambda name: Bar(), credit=lambda share: None, record=lambda key, value: None)
    assert order == ["load a", "train a", "load b", "train b"]

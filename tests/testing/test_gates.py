"""Minimum scores: fair to an unlucky seed, and honest about how sure the verdict is."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

import pytest

from grader.errors import CheckFailed, ProcessEnded
from grader.messages import render
from grader.model import Message, Outcome
from grader.testing import reaches
from grader.testing.gates import TimedGate
from tests.testing.messages import failure


@dataclass(frozen=True)
class Bar:
    """A gate as assignment.toml has it."""

    metric: str = "accuracy"
    sigma: float = 0.02
    threshold: float = 0.7
    higher_is_better: bool = True
    logarithmic: bool = False


LOSS = Bar("loss", 0.02, 0.7, higher_is_better=False)
PERPLEXITY = Bar("perplexity", 0.05, 100.0, higher_is_better=False, logarithmic=True)


class Trainer:
    """Gives prepared scores, one per run, the last one for ever, and counts the runs."""

    def __init__(self, *scores: float) -> None:
        self.scores, self.seeds = scores, list[int]()

    def __call__(self, seed: int) -> float:
        self.seeds.append(seed)
        return self.scores[min(seed, len(self.scores) - 1)]


@pytest.mark.parametrize(
    "gate,scores,runs,decided",
    [
        (Bar(), (0.90,), 1, 0.90),
        (Bar(), (0.72,), 1, 0.72),  # T + σ
        (Bar(), (0.71, 0.71), 2, 0.71),  # two of three settle the median
        (Bar(), (0.71, 0.95), 2, 0.71),
        (Bar(), (0.70, 0.10, 0.75), 3, 0.70),
        (Bar(), (0.10, 0.90, 0.71), 3, 0.71),
        (LOSS, (0.68,), 1, 0.68),
        (LOSS, (0.69, 0.60), 2, 0.69),
        (LOSS, (0.69, 0.80, 0.70), 3, 0.70),
        (PERPLEXITY, (95.0,), 1, 95.0),  # ln 95 is more than 0.05 below ln 100,
        (PERPLEXITY, (96.0, 99.0), 2, 99.0),  # ln 96 is not
    ],
)
def test_passes(gate: Bar, scores: tuple[float, ...], runs: int, decided: float) -> None:
    """One run better than the threshold by σ is enough, else the median of three; no run more than needed."""
    trainer = Trainer(*scores)
    assert reaches(trainer, gate) == decided
    assert trainer.seeds == list(range(runs))


@pytest.mark.parametrize(
    "gate,scores,decided,certain",
    [
        (Bar(), (0.50, 0.52, 0.51), 0.52, True),
        (Bar(), (0.699, 0.695), 0.699, False),
        (Bar(), (0.71, 0.69, 0.69), 0.69, False),
        (Bar(), (0.10, 0.90, 0.69), 0.69, False),
        (Bar(), (0.69, 0.10), 0.69, True),  # four runs of five at 0.1, and
        (Bar(), (0.1, 0.69, 0.7, 0.9, 0.9), 0.69, False),  # a spread that reaches over the threshold
        (LOSS, (0.9, 0.88), 0.88, True),
        (LOSS, (0.705, 0.71), 0.705, False),
        (PERPLEXITY, (200.0, 210.0), 200.0, True),
        (PERPLEXITY, (101.0, 102.0), 101.0, False),
    ],
)
def test_fails(gate: Bar, scores: tuple[float, ...], decided: float, certain: bool) -> None:
    """The message has the deciding score, five runs, and whether bad luck is excluded, in both languages."""
    trainer = Trainer(*scores)
    message = failure(lambda: reaches(trainer, gate))
    assert message.key == "gate_missed"
    assert message.params == {
        "metric": gate.metric,
        "value": decided,
        "at_least": gate.threshold if gate.higher_is_better else "",
        "at_most": "" if gate.higher_is_better else gate.threshold,
        "runs": 5,
        "certain": 5 if certain else "",
        "possible": "" if certain else 5,
        "unsure": "",
    }
    assert len(trainer.seeds) == 5
    english, korean = render(message, "en"), render(message, "ko")
    assert ("no bad luck" in english) == certain == ("99 %" in korean)
    assert ("might pass" in english) != certain
    assert (" is needed" in english, " is allowed" in english) == (gate.higher_is_better, not gate.higher_is_better)


def test_no_time_for_five_runs_is_said() -> None:
    """Further runs are begun only where they fit; without them a failure is not called certain."""
    trainer = Trainer(0.1)
    clock = iter([100.0, 0.0])
    message = failure(lambda: reaches(trainer, TimedGate.of(Bar(), lambda: next(clock))))
    assert (message.params["runs"], message.params["unsure"]) == (3, 5)
    assert message.params["certain"] == message.params["possible"] == ""
    assert "no time" in render(message, "en")


@pytest.mark.parametrize(
    "ending", [ProcessEnded(Outcome.TIMEOUT, Message("timeout", {"seconds": 1})), CheckFailed(Message("check_failed"))]
)
def test_how_a_further_run_ends_changes_nothing(ending: Exception) -> None:
    """The median has failed: a run that is made to say how sure that is cannot turn it into another outcome."""

    def run(seed: int) -> float:
        if seed == 3:
            raise ending
        return 0.1

    message = failure(lambda: reaches(run, Bar()))
    assert (message.key, message.params["runs"], message.params["unsure"]) == ("gate_missed", 3, 5)


def test_a_run_that_decides_may_fail() -> None:
    """As long as the median is open, what a run raises is the check's outcome."""

    def run(seed: int) -> float:
        raise CheckFailed(Message("check_failed"))

    assert failure(lambda: reaches(run, Bar())).key == "check_failed"


def test_nan_fails() -> None:
    """A score that is no number passes nothing, and nothing certain is said about it."""
    for gate in (Bar(), LOSS, PERPLEXITY):
        message = failure(lambda gate=gate: reaches(Trainer(math.nan), gate))  # type: ignore[misc]
        assert (message.params["value"], message.params["certain"]) == ("nan", "")


def test_runs_are_recorded() -> None:
    """All scores and the threshold are kept as facts, also when a later run breaks off."""
    facts: dict[str, object] = {}

    def run(seed: int) -> float:
        if seed == 1:
            raise RuntimeError
        return 0.7

    with pytest.raises(RuntimeError):
        reaches(run, Bar(metric="f1"), record=facts.__setitem__)
    assert facts == {"f1": [0.7], "threshold": 0.7}


def test_how_often_luck_decides() -> None:
    """A model σ above the threshold passes; one at 2σ below fails, and is called certain to fail seldom wrongly."""
    rng = random.Random(1)
    sigma = Bar().sigma

    def share(mean: float) -> tuple[float, float]:
        passed = certain = 0
        for _ in range(2000):
            try:
                reaches(lambda seed: rng.gauss(mean, sigma), Bar())
                passed += 1
            except CheckFailed as error:
                certain += bool(error.message.params["certain"])
        return passed / 2000, certain / 2000

    above, never = share(0.7 + sigma)
    assert above > 0.9
    assert never < 0.001
    assert share(0.7)[1] < 0.01  # exactly at the threshold: a certain failure would be wrong
    below, sure = share(0.7 - 2 * sigma)
    assert below < 0.02
    assert sure > 0.2

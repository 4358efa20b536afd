"""Minimum accuracies: fair to an unlucky seed, and honest about how sure the verdict is."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pytest

from grader.testing import accuracy_at_least
from tests.testing.messages import failure


@dataclass(frozen=True)
class Bar:
    """A gate as assignment.toml has it."""

    metric: str = "accuracy"
    sigma: float = 0.02
    threshold: float = 0.7
    higher_is_better: bool = True


class Trainer:
    """Gives prepared accuracies, one per run, and counts the runs."""

    def __init__(self, *accuracies: float) -> None:
        self.accuracies, self.seeds = accuracies, list[int]()

    def __call__(self, seed: int) -> float:
        self.seeds.append(seed)
        return self.accuracies[seed]


@pytest.mark.parametrize(
    "accuracies,runs,decided",
    [
        ((0.90,), 1, 0.90),
        ((0.72,), 1, 0.72),  # T + σ
        ((0.71, 0.71), 2, 0.71),  # two of three settle the median
        ((0.71, 0.95), 2, 0.71),
        ((0.70, 0.10, 0.75), 3, 0.70),
        ((0.10, 0.90, 0.71), 3, 0.71),
    ],
)
def test_passes(accuracies: tuple[float, ...], runs: int, decided: float) -> None:
    """One run a σ above the threshold is enough, else the median of three; no run more than needed."""
    trainer = Trainer(*accuracies)
    assert accuracy_at_least(trainer, Bar()) == decided
    assert trainer.seeds == list(range(runs))


@pytest.mark.parametrize(
    "accuracies,runs,decided,certain",
    [
        ((0.50, 0.52), 2, 0.52, True),
        ((0.699, 0.695), 2, 0.699, False),
        ((0.71, 0.69, 0.69), 3, 0.69, False),
        ((0.10, 0.90, 0.69), 3, 0.69, False),
        ((0.69, 0.10), 2, 0.69, False),  # the runs differ so much that luck cannot be excluded
    ],
)
def test_fails(accuracies: tuple[float, ...], runs: int, decided: float, certain: bool) -> None:
    """The message has the deciding accuracy, the number of runs and whether bad luck is excluded."""
    trainer = Trainer(*accuracies)
    message = failure(lambda: accuracy_at_least(trainer, Bar()))
    assert message.key == "accuracy_below"
    assert message.params == {
        "metric": "accuracy",
        "value": decided,
        "threshold": 0.7,
        "runs": runs,
        "certain": certain,
    }
    assert len(trainer.seeds) == runs


def test_nan_fails() -> None:
    """An accuracy that is no number passes nothing."""
    assert failure(lambda: accuracy_at_least(Trainer(math.nan, math.nan, math.nan), Bar())).params["runs"] == 3


def test_runs_are_recorded() -> None:
    """All accuracies and the threshold are kept as facts, also when a later run breaks off."""
    facts: dict[str, object] = {}

    def run(seed: int) -> float:
        if seed == 1:
            raise RuntimeError
        return 0.7

    with pytest.raises(RuntimeError):
        accuracy_at_least(run, Bar(metric="f1"), record=facts.__setitem__)
    assert facts == {"f1": [0.7], "threshold": 0.7}


def test_losses_are_refused() -> None:
    """A gate whose metric is better when lower would let everybody pass: the check's author is told."""
    with pytest.raises(ValueError, match="perplexity is better when lower"):
        accuracy_at_least(Trainer(900.0), Bar("perplexity", 1.0, 400.0, higher_is_better=False))

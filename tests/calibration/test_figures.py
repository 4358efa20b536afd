"""From runs to figures, and from figures to drift."""

from __future__ import annotations

import math
import random
import statistics

import pytest

from grader.calibration import Figures, Run, drifts, figures
from grader.errors import UsageError
from grader.spec import Gate, threshold


def runs(
    values: list[float], floor: float = 0.5, size: int = 1000, error: float | None = None, model: str = "reference"
) -> list[Run]:
    """Runs of one model over the seeds 0, 1, …"""
    return [Run(model, seed, value, error, floor, size, 2.0) for seed, value in enumerate(values)]


def gate_of(found: Figures) -> Gate:
    """What assignment.toml would hold."""
    names = ("metric", "floor", "mean", "sigma", "threshold", "test_size", "seeds", "spread", "seconds")
    return Gate(measured="now", **{name: getattr(found, name) for name in names})


def drawn(rng: random.Random, mean: float, sigma: float, n: int = 10) -> Figures:
    """Figures of n runs around a mean."""
    return figures("accuracy", runs([rng.gauss(mean, sigma) for _ in range(n)]))


@pytest.mark.parametrize(
    "mean,sigma,floor,expected",
    [
        (0.9, 0.02, 0.5, 0.74),  # floor + 0.6·(mean − floor)
        (0.6, 0.02, 0.5, 0.54),  # mean − 3σ
        (1.2, 0.1, 2.2, 1.6),  # a loss: floor − 0.6·(floor − mean)
        (2.0, 0.1, 2.2, 2.3),  # mean + 3σ lies beyond the floor: there is no gate
    ],
)
def test_threshold_rule(mean: float, sigma: float, floor: float, expected: float) -> None:
    """The milder of two terms, mirrored for losses."""
    assert threshold(mean, sigma, floor) == pytest.approx(expected)


def test_threshold_of_a_perplexity() -> None:
    """In logarithms: 60 % of the way from 1000 words to 10 is 1000^0.4 · 10^0.6."""
    assert threshold(10, 0.01, 1000, logarithmic=True) == pytest.approx(1000**0.4 * 10**0.6)
    assert threshold(100, 0.2, 200, logarithmic=True) == pytest.approx(100 * math.exp(0.6))


def test_figures_of_an_accuracy() -> None:
    """σ holds the spread over seeds and the binomial's error; what is written is rounded to what σ leaves of it."""
    values = [0.90, 0.91, 0.92, 0.93]
    found = figures("accuracy", [*runs(values), *runs([0.8, 0.85, 0.9], model="small")])
    spread = statistics.stdev(values)
    assert found.spread == pytest.approx(spread, rel=0.05)
    assert found.sigma == pytest.approx(math.hypot(spread, math.sqrt(0.915 * 0.085 / 1000)), rel=0.05)
    assert (found.mean, found.floor, found.threshold, found.seeds, found.test_size) == (0.915, 0.5, 0.749, 4, 1000)
    assert found.honest == {"small": 0.85}
    assert found.failing == []


def test_honest_models_that_fail_are_named() -> None:
    """One run below the threshold is enough; of losses, one above it."""
    found = figures("accuracy", [*runs([0.9, 0.92]), *runs([0.95, 0.7], model="poor"), *runs([0.8], model="fine")])
    assert found.failing == ["poor"]
    losses = [*runs([1.0, 1.02], floor=2.0, error=0.01), *runs([1.7], model="poor"), *runs([1.3], model="fine")]
    assert figures("loss", losses).failing == ["poor"]


def test_figures_of_a_perplexity() -> None:
    """Geometric mean, σ of the logarithm, errors as the recipe gives them."""
    found = figures("perplexity", runs([100.0, 110.0, 121.0], floor=1000.0, error=0.02))
    assert found.mean == pytest.approx(110, rel=0.01)
    assert found.spread == pytest.approx(math.log(1.1), rel=0.05)
    assert found.sigma == pytest.approx(math.hypot(math.log(1.1), 0.02), rel=0.05)
    assert 110 < found.threshold < 1000


def test_perfect_scores_have_an_error() -> None:
    """Ten runs without a mistake on 200 examples do not mean that the next one makes none."""
    assert 0.004 < figures("accuracy", runs([1.0] * 10, size=200)).sigma < 0.006


@pytest.mark.parametrize(
    "metric,given,says",
    [
        ("accuracy", runs([0.9]), "two seeds"),
        ("accuracy", runs([0.5, 0.52, 0.48]), "no threshold lies between"),
        ("f1", runs([0.8, 0.82]), "sampling error of f1"),
        ("accuracy", runs([0.8, math.nan]), "no finite score"),
    ],
)
def test_what_gives_no_gate(metric: str, given: list[Run], says: str) -> None:
    """The author is told why, and what to do."""
    with pytest.raises(UsageError, match=says):
        figures(metric, given)


def test_chance_is_no_drift() -> None:
    """Two calibrations of the same model agree in all but one of a hundred pairs."""
    rng = random.Random(3)
    alarms = sum(bool(drifts(gate_of(drawn(rng, 0.9, 0.01)), drawn(rng, 0.9, 0.01))) for _ in range(300))
    assert alarms <= 3


def test_drift_is_seen() -> None:
    """Another mean, spread, floor, test set, rule or metric: each is named."""
    rng = random.Random(4)
    fresh = drawn(rng, 0.9, 0.01)
    gate = gate_of(fresh)
    assert drifts(gate, fresh) == []

    def said(**changes: object) -> str:
        return " | ".join(drifts(gate.model_copy(update=changes), fresh))

    assert said(mean=0.86).startswith("mean: recorded 0.86, measured")
    assert "floor: recorded 0.3" in said(floor=0.3)
    assert "test_size: recorded 999" in said(test_size=999)
    assert "threshold: recorded 0.8" in said(threshold=0.8)
    assert "spread: recorded 0.2" in said(spread=0.2)
    assert said(metric="f1") == "metric: recorded f1, measured accuracy"
    poor = Figures(**{**vars(fresh), "scores": {**fresh.scores, "small": [0.6]}})
    assert drifts(gate, poor) == [f"small: a run reached 0.6, the threshold is {gate.threshold:g}"]

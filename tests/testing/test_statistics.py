"""Statistical assertions: right code passes as often as they state, wrong code fails with what was seen."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
import torch

from grader.errors import CheckFailed
from grader.testing import assert_distribution, assert_frequencies, assert_mean, assert_rate, trials_needed
from grader.testing.statistics import FALSE_ALARM
from tests.testing.messages import failure

ALPHA, TIMES = 0.02, 3000
Draws = Callable[[np.random.Generator], None]


def uniform_cdf(x: float) -> float:
    """Of [0, 1)."""
    return min(1.0, max(0.0, x))


def normal_cdf(x: float) -> float:
    """Of the standard normal distribution."""
    return 0.5 * math.erfc(-x / math.sqrt(2))


MASKING = {"mask": 0.8, "random": 0.1, "keep": 0.1}


def masked(rng: np.random.Generator, n: int, p: tuple[float, ...] = (0.8, 0.1, 0.1)) -> dict[str, int]:
    """BERT's three cases, counted."""
    return dict(zip(MASKING, map(int, rng.multinomial(n, p)), strict=True))


RIGHT: dict[str, Draws] = {
    "rate": lambda rng: assert_rate(rng.binomial(400, 0.15), 400, 0.15, false_alarm=ALPHA),
    "rare": lambda rng: assert_rate(rng.binomial(50, 0.01), 50, 0.01, false_alarm=ALPHA),
    "mean": lambda rng: assert_mean(rng.random(100), 0.5, bounds=(0, 1), false_alarm=ALPHA),
    "mean, skewed": lambda rng: assert_mean(
        (rng.random(300) < 0.01) / 0.01, 1.0, bounds=(0, 100), sigma=math.sqrt(99), false_alarm=ALPHA
    ),
    "mean, normal": lambda rng: assert_mean(rng.normal(2, 3, 20), 2, sigma=3, false_alarm=ALPHA),
    "distribution": lambda rng: assert_distribution(rng.random(60), uniform_cdf, false_alarm=ALPHA),
    "distribution, few": lambda rng: assert_distribution(rng.random(3), uniform_cdf, false_alarm=ALPHA),
    "distribution, steps": lambda rng: assert_distribution(
        rng.integers(0, 4, 80), lambda x: min(1.0, max(0.0, (math.floor(x) + 1) / 4)), false_alarm=ALPHA
    ),
    "frequencies": lambda rng: assert_frequencies(masked(rng, 300), MASKING, false_alarm=ALPHA),
    "frequencies, rare": lambda rng: assert_frequencies(
        rng.multinomial(40, [0.9, 0.08, 0.01, 0.01]), [0.9, 0.08, 0.01, 0.01], false_alarm=ALPHA
    ),
}


@pytest.mark.parametrize("name", RIGHT)
def test_false_alarms_are_as_rare_as_stated(name: str) -> None:
    """Right code fails in at most α of the draws, give or take what 3,000 draws can tell."""
    rng = np.random.default_rng(20230202)
    alarms = 0
    for _ in range(TIMES):
        try:
            RIGHT[name](rng)
        except CheckFailed:
            alarms += 1
    assert alarms / TIMES <= ALPHA + 3 * math.sqrt(ALPHA * (1 - ALPHA) / TIMES)


WRONG: dict[str, tuple[str, Draws]] = {
    "dropout 0.45 for 0.5": ("rate_differs", lambda rng: assert_rate(rng.binomial(6000, 0.45), 6000, 0.5)),
    "keep for drop": ("rate_differs", lambda rng: assert_rate(rng.binomial(200, 0.8), 200, 0.2)),
    "not rescaled": ("mean_differs", lambda rng: assert_mean(0.5 * rng.integers(0, 2, 2000), 0.5, bounds=(0, 2))),
    "rescaled twice": (
        "out_of_range",
        lambda rng: assert_mean(4 * rng.integers(0, 2, 2000), 1.0, bounds=(0, 2)),
    ),
    "shifted": ("mean_differs", lambda rng: assert_mean(rng.normal(0.5, 1, 500), 0, sigma=1)),
    "log-uniform, not": (
        "distribution_differs",
        lambda rng: assert_distribution(np.log10(rng.uniform(1e-4, 1, 500)), lambda x: uniform_cdf((x + 4) / 4)),
    ),
    "too narrow": ("distribution_differs", lambda rng: assert_distribution(rng.normal(0, 0.7, 2000), normal_cdf)),
    "uniform masking": (
        "frequencies_differ",
        lambda rng: assert_frequencies(masked(rng, 500, (0.34, 0.33, 0.33)), MASKING),
    ),
    "no case kept": ("frequencies_differ", lambda rng: assert_frequencies(masked(rng, 500, (0.9, 0.1, 0)), MASKING)),
    "everywhere a little": (
        "frequencies_differ",
        lambda rng: assert_frequencies(rng.multinomial(4000, [0.06, 0.04] * 10), [0.05] * 20),
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_code_fails_every_time(name: str) -> None:
    """At the rate that assignments use, typical faults are found in fifty draws of fifty, and named."""
    key, draw = WRONG[name]
    rng = np.random.default_rng(7)
    for _ in range(50):
        assert failure(lambda: draw(rng)).key == key


def test_messages_say_what_was_seen() -> None:
    """Seen and expected value, number of draws, test and its false-alarm rate are in the message."""
    assert failure(lambda: assert_rate(700, 1000, 0.5, what="kept units")).params == {
        "what": "kept units",
        "rate": 0.7,
        "expected": 0.5,
        "trials": 1000,
        "test": "binomial",
        "false_alarm": FALSE_ALARM,
    }
    found = failure(lambda: assert_frequencies({"mask": 50, "keep": 50}, {"mask": 0.8, "keep": 0.2})).params
    assert (found["rate"], found["trials"]) == (0.5, 100)
    found = failure(lambda: assert_mean([1.0] * 400, 0.5, bounds=(0, 1))).params
    assert (found["mean"], found["expected"], found["count"], found["test"]) == (1.0, 0.5, 400, "Hoeffding")
    found = failure(lambda: assert_distribution([0.5] * 40, uniform_cdf)).params
    assert (found["at"], found["distance"]) == (0.5, 0.5)


def test_a_category_of_probability_zero_may_not_come_up() -> None:
    """One special token that was masked is enough, among however many; an unknown category counts as one."""
    message = failure(lambda: assert_frequencies({"word": 10**6, "[CLS]": 1}, {"word": 1.0, "[CLS]": 0.0}))
    assert message.params["category"] == "[CLS]"
    assert failure(lambda: assert_frequencies({"a": 50, "b": 1}, {"a": 1.0})).params["category"] == "b"


def test_values_may_be_tensors() -> None:
    """Tensors of any shape, arrays and lists are the same; NaN is told as such."""
    values = torch.rand(4, 50, generator=torch.Generator().manual_seed(1))
    for given in (values, values.numpy(), values.tolist(), values.requires_grad_()):
        assert_mean(given, 0.5, bounds=(0, 1))
        assert_distribution(given, uniform_cdf)
    assert failure(lambda: assert_mean([0.0, math.nan], 0.0, sigma=1)).params["index"] == "[1]"
    assert_frequencies(torch.tensor([50, 50]), torch.tensor([0.5, 0.5], dtype=torch.float64))


def test_trials_needed_are_enough_and_not_many_more() -> None:
    """With so many trials 0.45 for 0.5 is seen as often as asked for, with two thirds of them it is not."""
    n = trials_needed(0.5, 0.05, false_alarm=ALPHA, power=0.95)

    def power(trials: int, rate: float) -> float:
        rng = np.random.default_rng(3)
        seen = 0
        for _ in range(500):
            try:
                assert_rate(rng.binomial(trials, rate), trials, 0.5, false_alarm=ALPHA)
            except CheckFailed:
                seen += 1
        return seen / 500

    assert min(power(n, 0.45), power(n, 0.55)) > 0.92
    assert power(2 * n // 3, 0.45) < 0.9


def test_trials_needed_grow_with_what_is_asked() -> None:
    """A tenth of the deviation takes about a hundred times the trials; the usual case is known by heart."""
    assert 5500 < trials_needed(0.5, 0.05) < 6500
    assert trials_needed(0.5, 0.005) / trials_needed(0.5, 0.05) == pytest.approx(100, rel=0.05)
    assert trials_needed(0.0, 0.1) < trials_needed(0.1, 0.1)


def test_a_wrong_check_is_the_authors_fault() -> None:
    """Impossible counts, no values, probabilities that do not sum to 1: a ValueError, no failed check."""
    for wrong, says in (
        (lambda: assert_rate(3, 2, 0.5), "no rate"),
        (lambda: assert_rate(0, 0, 0.5), "no rate"),
        (lambda: assert_mean([1.0], 1.0), "needs bounds or sigma"),
        (lambda: assert_mean([], 1.0, sigma=1), "no values"),
        (lambda: assert_frequencies([1, 2], [0.5, 0.6]), "sum to 1"),
        (lambda: assert_frequencies([0, 0], [0.5, 0.5]), "needs draws"),
        (lambda: trials_needed(0.5, 0.6), "away from"),
    ):
        with pytest.raises(ValueError, match=says):
            wrong()

"""Assertions about what is random: dropout rates, masking, sampling, initialisation.

Each states its false-alarm rate: the probability that right code fails it, 1e-6 unless told otherwise. The tests are
exact, or bounds that hold for every sample size; an approximation for large samples is not good to one in a million.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import torch

from grader.testing.assertions import fail, number
from grader.testing.tails import at_least, at_most, bernstein, binomial, hoeffding, kolmogorov, relative_entropy

FALSE_ALARM = 1e-6


def assert_rate(
    successes: int, trials: int, p: float, *, what: str = "result", false_alarm: float = FALSE_ALARM
) -> None:
    """Independent trials succeed with probability p: exact binomial test, two-sided.

    `trials_needed` says how many trials see a given deviation.

    Raises:
        CheckFailed: `rate_differs`.
        ValueError: the check itself is wrong: no trials, or more successes than trials.
    """
    successes, trials = int(successes), int(trials)
    if not 0 <= successes <= trials or trials == 0 or not 0 <= p <= 1:
        raise ValueError(f"{successes} of {trials} trials at p = {p}: no rate")
    if binomial(successes, trials, p) < false_alarm:
        fail(
            "rate_differs",
            what=what,
            rate=number(successes / trials),
            expected=number(float(p)),
            trials=trials,
            test="binomial",
            false_alarm=number(false_alarm),
        )


def trials_needed(p: float, delta: float, *, false_alarm: float = FALSE_ALARM, power: float = 0.999) -> int:
    """How many trials `assert_rate` needs to see a rate of p + delta as well as one of p − delta with this power.

    A deviation that would leave [0, 1] is not asked about.
    """
    rates = [q for q in (p - abs(delta), p + abs(delta)) if 0 <= q <= 1]
    if not rates or not delta:
        raise ValueError(f"no rate is {delta} away from {p}")

    def enough(n: int) -> bool:
        low, high = _bounds(n, p, false_alarm)
        return all(at_most(low, n, q) + at_least(high, n, q) >= power for q in rates)

    n = 1
    while not enough(n):
        n *= 2
    low = n // 2
    while n - low > max(1, low // 1000):
        middle = (low + n) // 2
        low, n = (low, middle) if enough(middle) else (middle, n)
    return n


def _bounds(n: int, p: float, false_alarm: float) -> tuple[int, int]:
    """The largest count that is too small, and the smallest that is too large."""

    def first(condition: Callable[[int], bool]) -> int:
        low, high = -1, n + 1
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if condition(middle) else (middle, high)
        return high

    small = first(lambda k: 2 * at_most(k, n, p) >= false_alarm) - 1
    return small, first(lambda k: 2 * at_least(k, n, p) < false_alarm)


def assert_mean(
    values: Any,
    mean: float,
    *,
    bounds: tuple[float, float] | None = None,
    sigma: float | None = None,
    what: str = "result",
    false_alarm: float = FALSE_ALARM,
) -> None:
    """Independent values have this mean.

    Args:
        values: a tensor, an array, or a list of numbers.
        bounds: the range that right values never leave: Hoeffding's inequality, which holds for every distribution in
            it; with `sigma` also Bernstein's, and the smaller margin of the two.
        sigma: their standard deviation. Without `bounds` the normal distribution's margin is used: right for normal
            values, and for means of many values without heavy tails only nearly so.

    Raises:
        CheckFailed: `mean_differs`; `not_finite`; a value outside `bounds` is `out_of_range`.
        ValueError: neither bounds nor sigma are given, or there are no values.
    """
    data = _numbers(values, what)
    n = len(data)
    if bounds is None and sigma is None:
        raise ValueError("assert_mean needs bounds or sigma")
    margin = math.inf
    if bounds is not None:
        low, high = bounds
        if not bool(((data >= low) & (data <= high)).all()):
            worst = float(data[((data < low) | (data > high)).nonzero()[0][0]])
            fail("out_of_range", what=what, actual=number(worst), low=number(float(low)), high=number(float(high)))
        margin, test = hoeffding(n, high - low, false_alarm), "Hoeffding"
        if sigma is not None and (tighter := bernstein(n, high - low, sigma, false_alarm)) < margin:
            margin, test = tighter, "Bernstein"
    elif sigma is not None:
        margin, test = statistics.NormalDist().inv_cdf(1 - false_alarm / 2) * sigma / math.sqrt(n), "z"
    seen = float(data.mean())
    if abs(seen - mean) > margin + 1e-12 * max(1.0, abs(mean)):
        fail(
            "mean_differs",
            what=what,
            mean=number(seen),
            expected=number(float(mean)),
            margin=number(margin),
            count=n,
            test=test,
            false_alarm=number(false_alarm),
        )


def assert_distribution(
    values: Any,
    cdf: Callable[[float], float],
    *,
    what: str = "result",
    false_alarm: float = FALSE_ALARM,
) -> None:
    """Independent values follow a distribution: Kolmogorov–Smirnov test.

    Args:
        values: a tensor, an array, or a list of numbers. cdf: x → P(X ≤ x); with steps the test is milder.

    Raises:
        CheckFailed: `distribution_differs`; `not_finite`.
        ValueError: there are no values.
    """
    data = _numbers(values, what)
    data.sort()
    n = len(data)
    before = np.nextafter(data, -math.inf)
    above = np.searchsorted(data, data, side="right") / n - np.array([cdf(float(x)) for x in data])
    below = np.array([cdf(float(x)) for x in before]) - np.searchsorted(data, data, side="left") / n
    at = int(np.maximum(above, below).argmax())
    distance = float(max(above[at], below[at]))
    if kolmogorov(distance, n) < false_alarm:
        fail(
            "distribution_differs",
            what=what,
            at=number(float(data[at])),
            distance=number(distance),
            allowed=number(math.sqrt(math.log(2 / false_alarm) / (2 * n))),
            count=n,
            test="Kolmogorov–Smirnov",
            false_alarm=number(false_alarm),
        )


def assert_frequencies(
    counts: Mapping[Any, int] | Sequence[int] | Any,
    probabilities: Mapping[Any, float] | Sequence[float] | Any,
    *,
    what: str = "result",
    false_alarm: float = FALSE_ALARM,
) -> None:
    """Independent draws fall into categories with these probabilities.

    Two tests share the false-alarm rate: of every category alone (exact binomial), and of all together (relative
    entropy, with a bound for every number of draws). No category can be too rare, as it can for χ²; one of probability
    0 may never come up.

    Args:
        counts, probabilities: category → how often, and how probable; or two lists of the same length.

    Raises:
        CheckFailed: `frequencies_differ`, with the category that fits least.
        ValueError: there are no draws, or the probabilities do not sum to 1.
    """
    seen, expected = _by_category(counts), _by_category(probabilities)
    total = int(sum(seen.values()))
    if total == 0 or abs(sum(expected.values()) - 1) > 1e-9 * len(expected):
        raise ValueError("assert_frequencies needs draws, and probabilities that sum to 1")
    categories = list(dict.fromkeys([*expected, *seen]))
    chances = {c: binomial(int(seen.get(c, 0)), total, min(1.0, float(expected.get(c, 0.0)))) for c in categories}
    least = min(categories, key=lambda c: (chances[c], expected.get(c, 0.0)))
    alone = min(1.0, len(categories) * chances[least])
    together = relative_entropy(_excess(seen, expected, total), sum(p > 0 for p in expected.values()))
    if 2 * min(alone, together) < false_alarm:
        fail(
            "frequencies_differ",
            what=what,
            category=str(least)[:50],
            rate=number(seen.get(least, 0) / total),
            expected=number(float(expected.get(least, 0.0))),
            trials=total,
            test="binomial" if alone <= together else "relative entropy",
            false_alarm=number(false_alarm),
        )


def _excess(seen: Mapping[Hashable, float], expected: Mapping[Hashable, float], total: int) -> float:
    """n·KL(p̂‖p); categories of probability 0 are left to their own test."""
    pairs = [(seen.get(c, 0), p) for c, p in expected.items() if p > 0]
    return sum(k * math.log(k / (total * p)) for k, p in pairs if k)


def _by_category(values: Any) -> dict[Hashable, float]:
    if isinstance(values, Mapping):
        return dict(values)
    listed = values.tolist() if isinstance(values, (torch.Tensor, np.ndarray)) else list(values)
    return dict(enumerate(listed))


def _numbers(values: Any, what: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The values as one row of finite float64 numbers, a copy."""
    if isinstance(values, torch.Tensor):
        values = values.detach().cpu().double().numpy()
    data = np.array(values, dtype=np.float64).reshape(-1)
    if not data.size:
        raise ValueError("no values to judge")
    bad = ~np.isfinite(data)
    if bool(bad.any()):
        fail("not_finite", what=what, count=int(bad.sum()), index=f"[{int(bad.argmax())}]")
    return data

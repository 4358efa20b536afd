"""Tail probabilities against sums and simulations."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import pytest

from grader.testing.tails import at_least, at_most, bernstein, beta_tail, binomial, hoeffding, relative_entropy


@pytest.mark.parametrize(
    "n,p", [(1, Fraction(1, 2)), (12, Fraction(3, 10)), (60, Fraction(1, 20)), (200, Fraction(4, 5))]
)
def test_binomial_tails_are_exact(n: int, p: Fraction) -> None:
    """Both tails equal the sum of the terms in rational arithmetic, down to 1e-12 of them."""
    terms = [math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]
    for k in range(n + 1):
        assert at_most(k, n, float(p)) == pytest.approx(float(sum(terms[: k + 1])), rel=1e-9)
        assert at_least(k, n, float(p)) == pytest.approx(float(sum(terms[k:])), rel=1e-9)


def test_beta_of_known_values() -> None:
    """I_x(a, b) where it has a closed form: b = 1, a = 1, and the arcsine law."""
    for x in (0.01, 0.3, 0.77, 0.999):
        assert beta_tail(x, 3, 1) == pytest.approx(x**3, rel=1e-12)
        assert beta_tail(x, 1, 4) == pytest.approx(1 - (1 - x) ** 4, rel=1e-12)
        assert beta_tail(x, 0.5, 0.5) == pytest.approx(2 / math.pi * math.asin(math.sqrt(x)), rel=1e-11)


def test_impossible_counts() -> None:
    """With p = 0 or 1 one count has probability 1 and every other 0."""
    assert binomial(0, 10, 0.0) == binomial(10, 10, 1.0) == 1
    assert binomial(1, 10, 0.0) == binomial(9, 10, 1.0) == 0


def test_two_sided_alarm_rate_is_kept_for_every_count() -> None:
    """Summed exactly, the counts whose p-value is below α have a probability of α at most."""
    for n, p in ((7, 0.5), (100, 0.15), (1000, 0.01)):
        for alpha in (0.05, 1e-3, 1e-6):
            rejected = [k for k in range(n + 1) if binomial(k, n, p) < alpha]
            chance = sum(at_least(k, n, p) - at_least(k + 1, n, p) for k in rejected)
            assert chance <= alpha


@pytest.mark.parametrize("n,weights", [(5, (1, 1, 1)), (12, (6, 3, 1)), (9, (1, 1, 1, 1)), (30, (90, 9, 1))])
def test_relative_entropy_bounds_the_multinomial(n: int, weights: tuple[int, ...]) -> None:
    """Over all counts, enumerated exactly, the probability of an excess of t never exceeds the bound at t."""
    p = [w / sum(weights) for w in weights]
    chances: list[tuple[float, float]] = []

    def walk(left: int, counts: tuple[int, ...]) -> None:
        if len(counts) == len(p) - 1:
            counts = (*counts, left)
            log = math.lgamma(n + 1) + sum(k * math.log(q) - math.lgamma(k + 1) for k, q in zip(counts, p, strict=True))
            excess = sum(k * math.log(k / (n * q)) for k, q in zip(counts, p, strict=True) if k)
            chances.append((excess, math.exp(log)))
            return
        for k in range(left + 1):
            walk(left - k, (*counts, k))

    walk(n, ())
    beyond = 0.0
    for excess, chance in sorted(chances, reverse=True):
        beyond += chance
        assert beyond <= relative_entropy(excess, len(p)) * (1 + 1e-9)


def test_margins_hold_for_skewed_values() -> None:
    """Means of rare events leave Hoeffding's and Bernstein's margin less often than α; Bernstein's is the smaller."""
    rng = random.Random(4)
    n, p, alpha = 200, 0.02, 0.05
    wide, tight = hoeffding(n, 1, alpha), bernstein(n, 1, math.sqrt(p * (1 - p)), alpha)
    assert tight < wide
    outside = sum(abs(sum(rng.random() < p for _ in range(n)) / n - p) > tight for _ in range(2000))
    assert outside / 2000 <= alpha

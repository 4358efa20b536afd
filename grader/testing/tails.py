"""Tail probabilities, from the standard library alone: the binomial's, and bounds that hold for every sample size."""

from __future__ import annotations

import math

_TINY = 1e-300
_ROUNDS = 10_000
_RELATIVE = 1e-14


def beta_tail(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b), by its continued fraction (Lentz's method)."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    if x > (a + 1) / (a + b + 2):  # where the fraction converges slowly the other side's converges fast
        return 1.0 - beta_tail(1 - x, b, a)
    front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    return math.exp(front) * _fraction(x, a, b) / a


def _fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1 / _away(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, _ROUNDS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        step = 1.0
        for term in (even, odd):
            d = 1 / _away(1 + term * d)
            c = _away(1 + term / c)
            step = c * d
            value *= step
        if abs(step - 1) < _RELATIVE:
            break
    return value


def _away(value: float) -> float:
    """Not zero: it is divided by."""
    return value if abs(value) > _TINY else _TINY


def at_least(k: int, n: int, p: float) -> float:
    """P(X ≥ k) for X ~ Binomial(n, p)."""
    return 1.0 if k <= 0 else 0.0 if k > n else beta_tail(p, k, n - k + 1)


def at_most(k: int, n: int, p: float) -> float:
    """P(X ≤ k) for X ~ Binomial(n, p)."""
    return 0.0 if k < 0 else 1.0 if k >= n else beta_tail(1 - p, n - k, k + 1)


def binomial(k: int, n: int, p: float) -> float:
    """Two-sided p-value: twice the smaller tail. Right code has one below α with probability α at most."""
    return min(1.0, 2 * min(at_least(k, n, p), at_most(k, n, p)))


def relative_entropy(excess: float, categories: int) -> float:
    """A bound on P(n·KL(p̂‖p) ≥ excess) for counts over so many categories, for every n and p.

    R. Agrawal, "Finite-Sample Concentration of the Multinomial in Relative Entropy", IEEE Transactions on Information
    Theory 66 (2020), Theorem I.2: e^(−t)·(e·t/(k − 1))^(k − 1) for t > k − 1.
    """
    free = categories - 1
    if free < 1 or excess <= free:
        return 1.0
    return min(1.0, math.exp(free * (1 + math.log(excess / free)) - excess))


def kolmogorov(distance: float, n: int) -> float:
    """A bound on P(sup|F̂ − F| ≥ distance), for every n and every F: Dvoretzky, Kiefer, Wolfowitz with Massart's 2.

    P. Massart, "The Tight Constant in the Dvoretzky-Kiefer-Wolfowitz Inequality", Annals of Probability 18 (1990). It
    is the first term of Kolmogorov's series, which the exact value approaches.
    """
    return min(1.0, 2 * math.exp(-2 * n * distance**2))


def hoeffding(n: int, width: float, alpha: float) -> float:
    """How far the mean of n values in a range of this width may lie from its expectation, but for probability α."""
    return width * math.sqrt(math.log(2 / alpha) / (2 * n))


def bernstein(n: int, width: float, sigma: float, alpha: float) -> float:
    """The same with a known standard deviation: solves 2·exp(−n·t²/(2σ² + 2·width·t/3)) = α for t."""
    spread = math.log(2 / alpha) / n
    half = width * spread / 3
    return half + math.sqrt(half**2 + 2 * sigma**2 * spread)

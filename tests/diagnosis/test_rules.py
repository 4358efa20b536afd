"""Every rule fires on its mistake, and keeps quiet on something that is near it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.diagnosis import Evidence, Explanation, Numbers, explained
from grader.diagnosis.families import FAMILIES, settled
from grader.mistakes import Mistake

RNG = np.random.default_rng(7)
X = RNG.normal(size=(4, 6))
P = np.exp(X) / np.exp(X).sum(1, keepdims=True)
Q = np.exp(X) / np.exp(X).sum(0, keepdims=True)
CAUSAL = np.tril(np.ones((5, 5), dtype=bool))
BIAS = RNG.normal(size=6)
INF = np.where(CAUSAL, 1.0, -np.inf)


def numbers(data: Any, dtype: str = "") -> Numbers:
    """A tensor of these values; `dtype` where it is not that of the data."""
    array = np.asarray(data)
    return Numbers("tensor", dtype or str(array.dtype), array)


def explain(actual: Any, expected: Any, *earlier: Any, dtypes: tuple[str, str] = ("", "")) -> Explanation | None:
    """What is said about an answer; the lengths of the axes at hand are those of both values."""
    sizes = frozenset(np.shape(actual) + np.shape(expected))
    tau = 2e-5 if dtypes[0] == "float32" else 1e-9
    one, other = numbers(actual, dtypes[0]), numbers(expected, dtypes[1])
    return explained(Evidence("h", one, other, tau, tuple(map(np.asarray, earlier)), sizes))


@pytest.mark.parametrize(
    "mistake,actual,expected",
    [
        (Mistake.PERMUTED, X.T, X),
        (Mistake.PERMUTED, X.T.reshape(4, 6), X),
        (Mistake.PERMUTED, np.moveaxis(X.reshape(2, 3, 4), 0, 1), X.reshape(2, 3, 4)),
        (Mistake.REVERSED, X[::-1], X),
        (Mistake.SHIFTED, np.concatenate([np.zeros((1, 6)), X[:-1]]), X),
        (Mistake.SWAPPED_BLOCKS, np.concatenate([X[:, 2:4], X[:, :2], X[:, 4:]], axis=1), X),
        (Mistake.SCALED, 2 * X, X),
        (Mistake.SCALED, X / 4, X),
        (Mistake.SCALED, X / np.sqrt(6), X),
        (Mistake.SCALED, 0.37 * X, X),
        (Mistake.SIGN, -X, X),
        (Mistake.MISSING_BIAS, X - BIAS, X),
        (Mistake.WRONG_REDUCTION, X.sum(0), X),
        (Mistake.WRONG_AXIS, Q, P),
        (Mistake.INTEGER, np.trunc(3 * X), 3 * X),
        (Mistake.INTEGER, np.round(3 * X).astype(np.int64), 3 * X),
        (Mistake.PRECISION, X.astype(np.float32).astype(np.float64), X),
        (Mistake.ZEROS, np.zeros_like(X), X),
        (Mistake.CONSTANT, np.full_like(X, 0.3), X),
        (Mistake.MASK_INVERTED, ~CAUSAL, CAUSAL),
        (Mistake.MASK_INVERTED, np.where(CAUSAL, -np.inf, 1.0), INF),
        (Mistake.MASK_OFF_BY_ONE, np.tril(np.ones((5, 5), dtype=bool), -1), CAUSAL),
        (Mistake.MASK_OFF_BY_ONE, np.where(np.tril(np.ones((5, 5)), 1) > 0, 1.0, -np.inf), INF),
    ],
)
def test_a_rule_fires(mistake: Mistake, actual: Any, expected: Any) -> None:
    """The mistake is named, and the value that it leads to is the answer."""
    found = explain(actual, expected)
    assert found is not None
    assert found.mistake is mistake


@pytest.mark.parametrize(
    "actual,expected",
    [
        (RNG.normal(size=(4, 6)), X),
        (RNG.normal(size=(6, 4)), X),
        (X.T + 1e-6, X),  # not the transpose, though near it
        (2.0001 * X[:1, :1], X[:1, :1]),  # any one number is a multiple of any other
        (np.array(0.5), np.array(0.37)),
        (X[:1] - BIAS, X[:1]),  # any one row differs from any other by a vector
        (X[:2] + RNG.normal(size=(2, 6)), X[:2]),
        (np.array([1, 2]), np.array([2, 1])),  # reversed, permuted, shifted: two entries say nothing
        (np.array([True, False]), np.array([False, True])),
        (np.array([0.0]), np.array([0.4])),
        (X + 1e-4, X),
        (np.concatenate([X[:1], X[:1], X[2:]]), X),
        (P + 0.01 * RNG.normal(size=P.shape), P),
        (np.trunc(0.3 * P), 0.3 * P[:, ::-1] * 0 + 0.2),
    ],
)
def test_chance_is_no_explanation(actual: Any, expected: Any) -> None:
    """What could be an accident, or nearly fits, is not said; nothing is said about a few numbers."""
    found = explain(actual, expected)
    assert found is None or found.mistake in {Mistake.ZEROS, Mistake.CONSTANT}


def test_one_number_that_fits_exactly_is_enough() -> None:
    """A loss that is 1/4 of what it should be to sixteen digits is no accident; to four digits it may be."""
    sizes = frozenset({4, 6})
    exact = Evidence("loss", numbers(0.123456789 / 4), numbers(0.123456789), 2e-5, (), sizes)
    found = explained(exact)
    assert found is not None
    assert (found.mistake, found.params) == (Mistake.SCALED, {"factor": "1/4"})
    near = Evidence("loss", numbers(0.123456789 / 4 * 1.00001), numbers(0.123456789), 2e-5, (), sizes)
    assert explained(near) is None


@pytest.mark.parametrize(
    "factor,name", [(2.0, "2"), (0.5, "1/2"), (4.0, "4"), (1 / 6, "1/6"), (6**-0.5, "1/√6"), (1.2, "6/5")]
)
def test_factors_have_names(factor: float, name: str) -> None:
    """A factor is named by a size that is at hand."""
    found = explain(factor * X, X)
    assert found is not None
    assert found.params == {"factor": name}


def test_earlier_answers() -> None:
    """The answer to an earlier call is stale; one that is added to it was accumulated; a third thing is neither."""
    before, now, other = RNG.normal(size=(3, 4, 6))
    stale, added = explain(before, now, before), explain(before + now, now, before)
    assert stale is not None and stale.mistake is Mistake.STALE
    assert added is not None and added.mistake is Mistake.ACCUMULATED
    assert explain(other, now, before) is None


def test_a_narrow_dtype_is_precision() -> None:
    """Right float32 numbers where float64 was asked for; float64 numbers where float32 was are not less precise."""
    found = explain(X.astype(np.float32).astype(np.float64), X, dtypes=("float32", "float64"))
    assert found is not None and found.mistake is Mistake.PRECISION
    assert explain(X, X, dtypes=("float64", "float32")) is None


def test_two_kinds_that_fit_are_none() -> None:
    """A symmetric answer that two mistakes lead to alike is left unexplained."""
    antisymmetric = X[:, :4] - X[:, :4].T
    assert explain(antisymmetric.T, antisymmetric) is None  # transposed, or the sign


def test_rules_take_odd_values() -> None:
    """NaN, infinities, empty and scalar values are no reason to stumble."""
    odd = [np.full((3, 3), np.nan), np.full((3, 3), np.inf), np.zeros((0, 3)), np.array(np.nan), np.zeros((3, 3))]
    with np.errstate(all="raise"):
        for actual in odd:
            for expected in [*odd, X]:
                found = explain(actual, expected)
                assert found is None or found.mistake in set(Mistake)


def test_families_settle() -> None:
    """The first of a family is the name for it; two mistakes of no common family have none."""
    assert settled([Mistake.IGNORED_ARGUMENT, Mistake.MISSING_BIAS]) is Mistake.MISSING_BIAS
    assert settled([Mistake.SIGN, Mistake.SIGN]) is Mistake.SIGN
    assert settled([Mistake.SIGN, Mistake.PERMUTED]) is None
    assert all(len(set(family)) == len(family) > 1 for family in FAMILIES)

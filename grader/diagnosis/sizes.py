"""Right up to a factor, a sum, or a vector that is added."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from grader.diagnosis.evidence import MOST_BITS, Evidence, Explanation
from grader.diagnosis.values import Array
from grader.mistakes import Mistake

_CLOSE = 1e-3  # relative: two factors nearer than this are one


def factor(e: Evidence) -> Iterator[Explanation]:
    """A constant factor, fitted by least squares, then named by the sizes at hand; −1 is a wrong sign."""
    actual, expected = e.actual.data, e.expected.data
    if actual.shape != expected.shape or actual.dtype.kind != "f" or expected.dtype.kind != "f":
        return
    if not (np.isfinite(actual).all() and np.isfinite(expected).all()):
        return
    length = float((expected * expected).sum())
    fitted = float((actual * expected).sum()) / length if length > 0 else 0.0
    if not fitted or abs(fitted - 1) < _CLOSE:
        return
    known = factors(e.sizes)
    name = min(known, key=lambda n: abs(known[n] / fitted - 1), default="")
    if name and abs(known[name] / fitted - 1) < _CLOSE:
        mistake = Mistake.SIGN if name == "-1" else Mistake.SCALED
        params: dict[str, object] = {} if mistake is Mistake.SIGN else {"factor": name}
        yield Explanation(mistake, expected * known[name], math.log2(1 + len(known)), params)
    else:
        yield Explanation(Mistake.SCALED, expected * fitted, MOST_BITS, {"factor": f"{fitted:.4g}"})


def factors(sizes: frozenset[int]) -> dict[str, float]:
    """Factors that have a name: ±1, 2, ½, n, 1/n, √n, 1/√n, and n/(n−1) of a variance."""
    found = {"-1": -1.0, "2": 2.0, "1/2": 0.5}
    for n in sorted(sizes):
        if n > 1:
            found |= {f"{n}": float(n), f"1/{n}": 1 / n, f"√{n}": math.sqrt(n), f"1/√{n}": 1 / math.sqrt(n)}
            found |= {f"{n}/{n - 1}": n / (n - 1), f"{n - 1}/{n}": (n - 1) / n}
    return found


def offset(e: Evidence) -> Iterator[Explanation]:
    """The same vector is missing from every row: a bias. Its entries are fitted, so that the rows beyond one count."""
    actual, expected = e.actual.data, e.expected.data
    if actual.shape != expected.shape or actual.ndim < 2 or actual.dtype.kind != "f" or actual.shape[-1] < 2:
        return
    rows = actual.reshape(-1, actual.shape[-1]) - expected.reshape(-1, actual.shape[-1])
    if rows.shape[0] < 3 or not np.isfinite(rows).all():
        return
    vector = rows.mean(axis=0)
    if np.ptp(vector) <= _CLOSE * np.abs(vector).max():  # the same number everywhere is no bias
        return
    made = expected + vector
    yield Explanation(Mistake.MISSING_BIAS, made, MOST_BITS * len(vector) + 4)


def reduced(e: Evidence) -> Iterator[Explanation]:
    """Summed or averaged although the entries were asked for."""
    actual, expected = e.actual.data, e.expected.data
    if expected.dtype.kind != "f" or actual.ndim >= expected.ndim or not expected.size:
        return
    for axis in [None, *range(expected.ndim)]:
        for made in (expected.sum(axis), expected.mean(axis)):
            yield Explanation(Mistake.WRONG_REDUCTION, np.asarray(made), 4.0)


def other_axis(e: Evidence) -> Iterator[Explanation]:
    """Normalised over another axis: entries sum to 1 along it, and differ by one factor a row and one a column."""
    actual, expected = e.actual.data, e.expected.data
    if actual.shape != expected.shape or actual.ndim < 2 or actual.dtype.kind != "f":
        return
    if not ((actual > 0).all() and (expected > 0).all() and np.isfinite(actual).all()):
        return
    (right, wrong) = _normalised(expected), _normalised(actual)
    if len(right) != 1 or len(wrong) != 1 or right == wrong:
        return
    (r,), (w,) = right, wrong
    ratio = np.log(actual) - np.log(expected)
    fitted = ratio.mean(axis=r, keepdims=True) + ratio.mean(axis=w, keepdims=True)
    fitted = fitted - ratio.mean(axis=(r, w), keepdims=True)
    free = actual.size // actual.shape[r] + actual.size // actual.shape[w]
    made = expected * np.exp(fitted)
    yield Explanation(Mistake.WRONG_AXIS, made, MOST_BITS / 2 * free, {"axis": w})


def _normalised(data: Array) -> list[int]:
    """Axes along which everything sums to 1."""
    return [a for a in range(data.ndim) if data.shape[a] > 1 and np.allclose(data.sum(axis=a), 1, rtol=0, atol=1e-4)]

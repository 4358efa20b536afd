"""Wrong kinds of numbers: integers for reals, too little precision, nothing but zeros; and masks."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from grader.diagnosis.evidence import Evidence, Explanation
from grader.diagnosis.values import Array
from grader.mistakes import Mistake

_NARROW = {"float64": "float32", "float32": "float16", "complex128": "complex64"}
_SINGLE = 2e-5  # τ of float32: what single precision may be off


def integers(e: Evidence) -> Iterator[Explanation]:
    """Integer arithmetic: the right numbers, cut off or rounded."""
    actual, expected = e.actual.data, e.expected.data
    if expected.dtype.kind != "f" or not np.isfinite(expected).all():
        return
    for cut in (np.trunc, np.round, np.floor):
        made = cut(expected)
        if made.shape == actual.shape and len(np.unique(made)) > 2 and not np.array_equal(made, expected):
            fitting = made.astype(actual.dtype) if actual.dtype.kind == "i" else made
            yield Explanation(Mistake.INTEGER, fitting, 2.0, bits=2.0 * len(np.unique(made)) + made.size)


def precision(e: Evidence) -> Iterator[Explanation]:
    """Right to fewer digits than were asked for."""
    actual, expected = e.actual, e.expected
    if expected.data.dtype.kind != "f" or actual.data.shape != expected.data.shape or expected.dtype not in _NARROW:
        return
    if actual.data.dtype.kind != "f" or not (np.isfinite(actual.data).all() and np.isfinite(expected.data).all()):
        return
    size = float(np.sqrt(np.mean(expected.data**2))) if expected.data.size else 0.0
    worst = float(np.abs(actual.data - expected.data).max(initial=0.0))
    narrower = actual.dtype == _NARROW[expected.dtype] or actual.dtype in ("float16", "bfloat16")
    tolerance = _SINGLE if expected.dtype == "float64" else 1e-2
    if size > 0 and worst <= tolerance * size and (narrower or (actual.dtype == "float64" and worst > 0)):
        yield Explanation(
            Mistake.PRECISION, actual.data, 0.0, bits=16.0 if narrower else _lost(actual.data, worst / size)
        )


def _lost(actual: Array, relative: float) -> float:
    """float64 numbers that are exactly float32 numbers were such once."""
    once = np.array_equal(actual.astype(np.float32).astype(np.float64), actual)
    return 20.0 if once or (relative < 1e-6 and actual.size >= 4) else 0.0


def empty(e: Evidence) -> Iterator[Explanation]:
    """Zeros, or one and the same number everywhere."""
    actual, expected = e.actual.data, e.expected.data
    if actual.size == 0 or actual.shape != expected.shape or actual.dtype.kind not in "if":
        return
    distinct = len(np.unique(expected))
    if not actual.any():
        yield Explanation(Mistake.ZEROS, np.zeros_like(actual), 0.0, bits=8.0 * distinct)
    elif actual.size > 3 and np.ptp(actual) == 0:
        yield Explanation(Mistake.CONSTANT, actual, 0.0, bits=4.0 * (distinct - 1))


def masks(e: Evidence) -> Iterator[Explanation]:
    """What is masked (False, 0 or −∞) is inverted, or off by one along the last axis."""
    actual, expected = e.actual.data, e.expected.data
    if actual.shape != expected.shape or actual.ndim == 0 or actual.size < 4:
        return
    for hidden, shown in _patterns(expected, actual):
        share = float(hidden.mean())
        if not 0 < share < 1 or np.array_equal(hidden, shown):
            continue
        if np.array_equal(shown, ~hidden):
            yield Explanation(Mistake.MASK_INVERTED, actual, 1.0, bits=float(actual.size))
        if actual.shape[-1] < 3:
            continue
        for step in (1, -1):
            inside = np.s_[..., 1:] if step == 1 else np.s_[..., :-1]
            moved = np.roll(hidden, step, axis=-1)
            if np.array_equal(shown[inside], moved[inside]) and 0 < moved[inside].mean() < 1:
                different = int((shown[inside] != hidden[inside]).sum())
                yield Explanation(Mistake.MASK_OFF_BY_ONE, actual, 2.0, bits=1.0 * moved[inside].size + different)


def _patterns(expected: Array, actual: Array) -> Iterator[tuple[Array, Array]]:
    """(masked in the reference, masked in the answer), for each way of masking that occurs."""
    if expected.dtype.kind == "b":
        yield ~expected, ~actual.astype(bool)
        return
    if expected.dtype.kind == "f":
        yield np.isneginf(expected), np.isneginf(actual)
    yield expected == 0, actual == 0

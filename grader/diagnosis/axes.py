"""Right numbers in the wrong places: axes, blocks, order."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

import numpy as np

from grader.diagnosis.evidence import Evidence, Explanation
from grader.mistakes import Mistake

_AXES = 4  # as many are permuted
_BLOCKS = (2, 3, 4)
_VALUES = 4  # a pattern of fewer values is a mask, and masks have rules of their own


def permuted(e: Evidence) -> Iterator[Explanation]:
    """Axes in another order; or the right shape by `reshape` where axes had to be exchanged."""
    expected = e.expected.data
    if not 2 <= expected.ndim <= _AXES:
        return
    cost = math.log2(2 * math.factorial(expected.ndim))
    for order in itertools.permutations(range(expected.ndim)):
        if order == tuple(range(expected.ndim)):
            continue
        turned = np.transpose(expected, order)
        params = {"axes": [*map(str, order)]}
        if turned.shape == e.actual.data.shape:
            yield Explanation(Mistake.PERMUTED, turned, cost, params)
        elif turned.size == e.actual.data.size:
            yield Explanation(Mistake.PERMUTED, turned.reshape(e.actual.data.shape), cost, params)


def turned_round(e: Evidence) -> Iterator[Explanation]:
    """Reversed along an axis."""
    expected = e.expected.data
    for axis in range(expected.ndim):
        if expected.shape[axis] > 1:
            yield Explanation(Mistake.REVERSED, np.flip(expected, axis), 2.0, {"axis": axis})


def shifted(e: Evidence) -> Iterator[Explanation]:
    """Moved by one along an axis; what moves in from outside is free."""
    expected, actual = e.expected.data, e.actual.data
    if expected.shape != actual.shape or len(np.unique(expected)) < _VALUES:
        return
    for axis, step in itertools.product(range(expected.ndim), (1, -1)):
        if expected.shape[axis] < 3:
            continue
        free = np.zeros(expected.shape, dtype=bool)
        edge: list[slice | int] = [slice(None)] * expected.ndim
        edge[axis] = 0 if step == 1 else -1
        free[tuple(edge)] = True
        made = np.where(free, actual, np.roll(expected, step, axis))
        yield Explanation(Mistake.SHIFTED, made, 2.0 + math.log2(2 * expected.ndim), {"axis": axis}, free)


def blocks(e: Evidence) -> Iterator[Explanation]:
    """Blocks of the last axis (gates, slices of a weight) in another order."""
    expected = e.expected.data
    if expected.ndim == 0:
        return
    width = expected.shape[-1]
    for count in _BLOCKS:
        if width % count or width < 2 * count:
            continue
        parts = np.split(expected, count, axis=-1)
        for order in itertools.permutations(range(count)):
            if order != tuple(range(count)):
                made = np.concatenate([parts[k] for k in order], axis=-1)
                yield Explanation(Mistake.SWAPPED_BLOCKS, made, 6.0, {})

"""What is usual in this class: how much all its pairs share, and from where on a pair stands apart."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ENOUGH = 45  # pairs, of ten hand-ins: fewer say nothing about what is usual
_TAIL = 0.95
_EXPECTED = 0.1  # pairs beyond the fence in a class that has only this tail
_BARS = 30


@dataclass(frozen=True)
class Bar:
    """So many pairs share between `low` and `high` fingerprints, both included."""

    low: int
    high: int
    pairs: int


@dataclass(frozen=True)
class Baseline:
    """The distribution of what the pairs of a class share, in fingerprints.

    Attributes:
        pairs: how many. median, high: the 50th and 99th percentile. most: the largest.
        fence: from here on a pair stands apart; None where there are too few pairs to tell.
        bars: a histogram.
    """

    pairs: int
    median: float
    high: float
    most: int
    fence: int | None
    bars: tuple[Bar, ...]

    def apart(self, shared: int) -> bool:
        """Whether a pair stands apart from the class's own tail."""
        return self.fence is not None and shared >= self.fence


def baseline(shared: NDArray[np.int32]) -> Baseline:
    """The baseline of all pairs of a class.

    The fence: above the 95th percentile u the counts of unrelated pairs fall off about exponentially, with a mean
    excess that is estimated as (median excess) / ln 2, which a few copied pairs do not move. The fence is where such a
    tail would have a tenth of a pair in the whole class.
    """
    if not len(shared):
        return Baseline(0, 0.0, 0.0, 0, None, ())
    median, start, high = (float(q) for q in np.quantile(shared, [0.5, _TAIL, 0.99]))
    fence = None
    if len(shared) >= ENOUGH:
        excess = shared[shared > start] - start
        mean = max(1.0, float(np.median(excess)) / math.log(2)) if len(excess) else 1.0
        fence = math.ceil(start + mean * math.log((1 - _TAIL) * len(shared) / _EXPECTED))
    return Baseline(len(shared), median, high, int(shared.max()), fence, _bars(shared))


def _bars(shared: NDArray[np.int32]) -> tuple[Bar, ...]:
    width = max(1, math.ceil((int(shared.max()) + 1) / _BARS))
    counts = np.bincount(shared // width)
    return tuple(Bar(i * width, (i + 1) * width - 1, int(n)) for i, n in enumerate(counts))

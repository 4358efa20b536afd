"""Answers that belong to an earlier comparison of the same check."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from grader.diagnosis.evidence import Evidence, Explanation
from grader.mistakes import Mistake


def stale(e: Evidence) -> Iterator[Explanation]:
    """The result of an earlier call."""
    for earlier in reversed(e.earlier):
        if not np.array_equal(earlier, e.expected.data):
            yield Explanation(Mistake.STALE, earlier, 2.0)


def accumulated(e: Evidence) -> Iterator[Explanation]:
    """Added to what was there: the sum of everything so far, or of this and the one before."""
    same = [earlier for earlier in e.earlier if earlier.shape == e.expected.data.shape]
    if same and e.expected.data.dtype.kind == "f":
        yield Explanation(Mistake.ACCUMULATED, e.expected.data + sum(same), 2.0)
        yield Explanation(Mistake.ACCUMULATED, e.expected.data + same[-1], 2.0)

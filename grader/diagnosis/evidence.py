"""What is known of one wrong value, what would explain it, and how much that says.

An explanation is believed when it saves more than it costs. A wrong number that an explanation hits to a relative
error of ε would be hit by chance with probability about ε: it saves log2(1/ε) bits. What an explanation was free to
choose (an axis, a factor, a vector) costs as many bits as it had choices.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from grader.diagnosis.values import Array, Numbers, close
from grader.mistakes import Mistake

ENOUGH = 12.0  # bits: a chance of 1 in 4,000, for each of the explanations tried
MOST_BITS = 36.0  # of one number: beyond it, closeness says nothing more
_ROUNDING = 2.0**-52
_INTEGER_BITS = 0.5  # of one integer or bool: structured answers repeat themselves


@dataclass(frozen=True)
class Evidence:
    """One wrong part of an answer.

    Attributes:
        what: its name. actual: the student's. expected: the reference's; its dtype is the one asked for.
        tau: tolerance of the assertion.
        earlier: what the check expected under this name before, in order.
        sizes: lengths of axes that occur in this check.
    """

    what: str
    actual: Numbers
    expected: Numbers
    tau: float
    earlier: tuple[Array, ...] = ()
    sizes: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Explanation:
    """A value that a mistake would lead to.

    Attributes:
        mistake: which. made: the value that it leads to. cost: bits that were free to choose.
        params: for the message: names, axes, factors; no source text.
        free: entries of `made` that were taken from the answer itself and so say nothing; None for none.
        bits: what it saves, where that is known without a comparison.
    """

    mistake: Mistake
    made: Array
    cost: float
    params: Mapping[str, object] = field(default_factory=dict)
    free: Array | None = None
    bits: float | None = None


def score(evidence: Evidence, explanation: Explanation) -> float | None:
    """Bits saved minus bits spent; None where the explanation does not fit within the assertion's tolerance."""
    actual, made = evidence.actual.data, explanation.made
    if made.shape != actual.shape:
        return None
    if not bool(np.all(close(actual, made, evidence.actual.dtype, evidence.tau))):
        return None
    saved = explanation.bits if explanation.bits is not None else saving(evidence, made, explanation.free)
    return saved - explanation.cost


def saving(evidence: Evidence, made: Array, free: Array | None = None) -> float:
    """How unlikely it is that `made` hits the answer by chance, in bits.

    Only entries count where the answer is wrong, and each value once: a constant says no more than one number.
    """
    actual, expected = evidence.actual.data, evidence.expected.data
    if actual.shape == expected.shape:
        counted = ~close(actual, expected, evidence.actual.dtype, evidence.tau)
    else:
        counted = np.ones(actual.shape, dtype=bool)
    if free is not None:
        counted &= ~free
    if actual.dtype.kind in "biu":
        kinds = max(2, len(np.unique(actual)))
        return _INTEGER_BITS * math.log2(kinds) * int(counted.sum())
    with np.errstate(all="ignore"):
        counted &= np.isfinite(actual) & (actual != 0)
        values = actual[counted]
        if not values.size:
            return 0.0
        off = np.abs(values - made[counted]) / np.abs(values)
    distinct = len(np.unique(np.round(values / np.abs(values).max(), 9)))
    worst = max(float(off.max()), _ROUNDING)
    return distinct * min(MOST_BITS, max(0.0, -math.log2(8 * worst)))

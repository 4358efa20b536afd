"""The best explanation of a wrong value among all that the rules offer."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from grader.diagnosis import axes, kinds, past, sizes
from grader.diagnosis.evidence import ENOUGH, Evidence, Explanation, score

Rule = Callable[[Evidence], Iterator[Explanation]]
# In the order of preference where two say the same value.
RULES: tuple[Rule, ...] = (
    kinds.empty,
    kinds.precision,
    sizes.factor,
    axes.permuted,
    axes.turned_round,
    axes.shifted,
    axes.blocks,
    past.stale,
    past.accumulated,
    kinds.integers,
    kinds.masks,
    sizes.other_axis,
    sizes.reduced,
    sizes.offset,
)
_LEAD = 4.0  # bits by which an explanation must beat one of another kind


def explained(evidence: Evidence) -> Explanation | None:
    """The explanation that fits and is unlikely by chance; None where there is none, or two that are as good."""
    found: list[tuple[float, Explanation]] = []
    with np.errstate(all="ignore"):
        for rule in RULES:
            for explanation in rule(evidence):
                bits = score(evidence, explanation)
                if bits is not None and bits >= ENOUGH:
                    found.append((bits, explanation))
    if not found:
        return None
    bits, best = max(found, key=lambda pair: pair[0])  # the first of equals
    rivals = [other for other_bits, other in found if other_bits > bits - _LEAD and other.mistake is not best.mistake]
    return None if rivals else best

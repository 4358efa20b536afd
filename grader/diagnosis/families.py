"""Mistakes that lead to the same value: the most telling name wins where one is a case of the other."""

from __future__ import annotations

from collections.abc import Collection

from grader.mistakes import Mistake

# In each family every mistake can be a special case of those after it; the first that is there is the name to say.
FAMILIES: tuple[tuple[Mistake, ...], ...] = (
    (Mistake.MISSING_BIAS, Mistake.MISSING_TERM, Mistake.IGNORED_ARGUMENT),
    (Mistake.MISSING_DERIVATIVE, Mistake.MISSING_FACTOR),
    (Mistake.SUM_FOR_MEAN, Mistake.MEAN_FOR_SUM, Mistake.SCALED),
    (Mistake.SCALED, Mistake.WRONG_CONSTANT),
    (Mistake.SIGN, Mistake.SWAPPED_OPERANDS, Mistake.SCALED),
    (Mistake.MASK_INVERTED, Mistake.CONDITION_INVERTED),
    (Mistake.MASK_OFF_BY_ONE, Mistake.SHIFTED, Mistake.OFF_BY_ONE, Mistake.WRONG_CONSTANT),
    (Mistake.ACCUMULATED, Mistake.DOUBLED_TERM),
    (Mistake.NOT_ACCUMULATED, Mistake.MISSING_TERM),
)


def settled(mistakes: Collection[Mistake]) -> Mistake | None:
    """The one mistake that all of these are, or None where they have no name in common."""
    kinds = set(mistakes)
    if len(kinds) == 1:
        return next(iter(kinds))
    for family in FAMILIES:
        if kinds <= set(family):
            return next(m for m in family if m in kinds)
    return None

"""What people decide: points in place of the checks', and which of several decisions is in force."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

WHOLE = ""


@dataclass(frozen=True)
class Override:
    """Points that a person set.

    Attributes:
        target: a task's, check's or rubric item's id; `WHOLE` for the assignment's total.
        points: what it is worth.
        reason: the student reads it.
        after_late: final; no late penalty comes after it. The total always is.
        at: ISO 8601, when it was decided.
        withdrawn: the opposite: what the checks gave counts again, whatever was decided before.
    """

    target: str
    points: float = 0.0
    reason: str = ""
    author: str = ""
    after_late: bool = False
    at: str = ""
    withdrawn: bool = False


def in_force(overrides: Iterable[Override]) -> dict[str, Override]:
    """Target → what counts now: the last word, unless it was a withdrawal."""
    last: dict[str, Override] = {}
    for override in overrides:
        last[override.target] = override
    return {target: override for target, override in last.items() if not override.withdrawn}

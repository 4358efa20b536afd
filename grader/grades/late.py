"""What lateness costs: exact arithmetic, rounded once, half up, to hundredths."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from grader.course.moments import DAY
from grader.course.rules import LatePolicy

HUNDREDTHS = 100
_PERIODS = {"day": DAY, "hour": 3600}


class Lateness(StrEnum):
    """How late something is, as the policy sees it."""

    ON_TIME = "on_time"
    GRACE = "grace"
    LATE = "late"
    NO_CREDIT = "no_credit"


@dataclass(frozen=True)
class Penalty:
    """What is left: `percent` of the curve after the cap; `floored` where the floor has held."""

    lateness: Lateness
    percent: float
    left: float
    floored: bool = False


def seconds_late(submitted: datetime, due: datetime) -> int:
    """Whole seconds after the due date; 0 on time. The due date itself, and the rest of its second, are on time."""
    return max(0, math.floor((submitted - due).total_seconds()))


def penalty(policy: LatePolicy, seconds: int, earned: float, possible: float) -> Penalty:
    """What `earned` of `possible` points are worth `seconds` after the due date. Never more for who comes later.

    Args:
        seconds: as `seconds_late` gives it, whole.
    """
    if seconds <= 0:
        return Penalty(Lateness.ON_TIME, 0.0, earned)
    if policy.no_credit_after is not None and seconds > policy.no_credit_after.total:
        return Penalty(Lateness.NO_CREDIT, 100.0, 0.0)
    if seconds <= policy.grace.total:
        return Penalty(Lateness.GRACE, 0.0, earned)
    percent = min(_curve(policy, seconds), exact(policy.cap))
    had = exact(earned)
    base = had if policy.of == "earned" else exact(possible)
    left = had - base * percent / 100
    floor = min(had, exact(policy.floor) * exact(possible) / 100)
    points = min(earned, half_up(max(left, floor, Fraction(0))))
    return Penalty(Lateness.LATE, float(percent), points, floored=left < floor)


def exact(number: float) -> Fraction:
    """The number as it is written, not as it is stored: 0.1 is a tenth."""
    return Fraction(Decimal(repr(float(number))))


def half_up(value: Fraction) -> float:
    """To hundredths, halves up."""
    return math.floor(value * HUNDREDTHS + Fraction(1, 2)) / HUNDREDTHS


def _curve(policy: LatePolicy, seconds: int) -> Fraction:
    if policy.steps:
        return exact(max((step.percent for step in policy.steps if seconds > step.after.total), default=0.0))
    periods = Fraction(seconds, _PERIODS[policy.per])
    return exact(policy.percent) * (math.ceil(periods) if policy.curve == "steps" else periods)

"""Extensions and excuses. None of them makes anybody's due date earlier, and the most generous one counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from grader.course.moments import Span
from grader.grades.schedule import instant, shifted

ANY = "*"


@dataclass(frozen=True)
class Allowance:
    """One row of the exceptions' file.

    Attributes:
        student: an id of the roster, or `*`. assignment: an id, or `*`. slot: "preview", "review" or `*`.
        until: the due date, without an offset in the course's zone. extra: added to the due date.
        excused: it does not count. Exactly one of the three is given.
        reason: for the staff; no student reads it.
    """

    student: str
    assignment: str = ANY
    slot: str = ANY
    until: datetime | None = None
    extra: Span | None = None
    excused: bool = False
    reason: str = ""

    def fits(self, student: str, assignment: str, slot: str) -> bool:
        """Whether it is about this homework. One for a single slot is not about what has none."""
        asked = ((self.student, student), (self.assignment, assignment), (self.slot, slot))
        return all(own in (ANY, other) for own, other in asked)


def extended(due: datetime, allowances: Iterable[Allowance], zone: ZoneInfo) -> datetime:
    """The latest due date that one of the fitting allowances gives; they do not add up."""
    dates = [due]
    for allowance in allowances:
        if allowance.until is not None:
            dates.append(instant(allowance.until, zone))
        elif allowance.extra is not None:
            dates.append(shifted(due, allowance.extra, zone))
    return max(dates)

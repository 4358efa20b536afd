"""When the homework of an assignment is due.

Local wall time in the course's zone. A time that the clocks skip or show twice means the later of its two readings:
nobody is late for having read it the other way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from grader.course import Course, Session
from grader.course.moments import DueRule, Span
from grader.course.rules import LatePolicy
from grader.errors import UsageError
from grader.spec import AssignmentSpec


@dataclass(frozen=True)
class Rules:
    """The due dates of one assignment, and what lateness costs.

    Attributes:
        due: slot → due date; a slot without one is never late.
        late: slot → the policy in force; `other` for slots that it does not name.
    """

    zone: ZoneInfo
    due: Mapping[str, datetime] = field(default_factory=dict)
    late: Mapping[str, LatePolicy] = field(default_factory=dict)
    other: LatePolicy = field(default_factory=LatePolicy)

    def policy(self, slot: str) -> LatePolicy:
        """What lateness costs in a slot."""
        return self.late.get(slot, self.other)

    def moment(self, text: str) -> datetime | None:
        """When something was handed in, of ISO 8601; None where that is not known."""
        try:
            return instant(datetime.fromisoformat(text), self.zone) if text else None
        except (ValueError, OverflowError):
            return None


def rules_of(course: Course, spec: AssignmentSpec) -> Rules:
    """The rules of one assignment of a course.

    Raises:
        UsageError: a due date cannot be told; says what to add.
    """
    named = [task.slot for task in spec.tasks] + [item.slot for item in spec.rubric if item.slot]
    due: dict[str, datetime] = {}
    for slot in dict.fromkeys(named):
        if slot in spec.due:
            due[slot] = instant(spec.due[slot], course.zone)
        elif slot in course.slots:
            due[slot] = due_date(course.slots[slot].due, course, spec.week, slot)
    late: dict[str, LatePolicy] = {name: slot.late for name, slot in course.slots.items() if slot.late is not None}
    return Rules(course.zone, due, late, course.late)


def due_date(rule: DueRule, course: Course, week: int, slot: str = "") -> datetime:
    """The moment that a rule means for a week.

    Raises:
        UsageError: the session, or the time that it starts at, is not in course.toml.
    """
    session = _session(rule, course, week, slot)
    start = session.start or course.schedule.start
    if rule.weekday is None:
        if start is None:
            remedy = '[schedule] start = "19:00", or a start at the session'
            raise UsageError(f"course.toml: slots.{slot}.due: week {session.week} has no start: add {remedy}")
        return shifted(instant(datetime.combine(session.date, start), course.zone), rule.offset, course.zone)
    # Where no start is known the whole day of the session counts as the session.
    begins = datetime.combine(session.date, start or time())
    ends = begins if start is not None else begins + timedelta(days=1)
    days = (rule.weekday - session.date.weekday()) % 7
    local = datetime.combine(session.date + timedelta(days=days), rule.clock)
    if rule.after:
        while local <= ends:
            local += timedelta(days=7)
    else:
        while local > begins or (start is None and local == begins):
            local -= timedelta(days=7)
    return instant(local, course.zone)


def instant(local: datetime, zone: ZoneInfo) -> datetime:
    """The later reading of a wall time in a zone; a time with an offset is what it says. In the zone either way."""
    if local.tzinfo is not None:
        return local.astimezone(zone)
    readings = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return max(readings).astimezone(zone)


def shifted(moment: datetime, span: Span, zone: ZoneInfo) -> datetime:
    """`moment` moved by a span: first the calendar's steps on the wall, then elapsed time."""
    if span.days:
        local = moment.astimezone(zone).replace(tzinfo=None, fold=0)
        moment = instant(local + timedelta(days=span.days), zone)
    return (moment.astimezone(UTC) + timedelta(seconds=span.seconds)).astimezone(zone)


def _session(rule: DueRule, course: Course, week: int, slot: str) -> Session:
    of_week = next((session for session in course.sessions if session.week == week), None)
    if of_week is not None and not rule.following:
        return of_week
    later = [] if of_week is None else [s for s in course.sessions if s.date > of_week.date]
    if later:
        return min(later, key=lambda session: session.date)
    what = f"week {week} has no session" if of_week is None else f"no session follows week {week}"
    remedy = f"add one under [[sessions]], or [due] {slot} = … in its assignment.toml"
    raise UsageError(f"course.toml: slots.{slot}.due: {what}: {remedy}")

"""How hand-ins are to be read, as a course has it."""

from __future__ import annotations

from datetime import datetime, tzinfo

from grader.course import Course, Matcher
from grader.errors import UsageError
from grader.intake import How
from grader.spec import AssignmentSpec


def how_for(
    course: Course,
    spec: AssignmentSpec | None,
    *,
    source: str | None = None,
    attempts: str = "last",
    deadline: str | None = None,
) -> How:
    """The course's zone, roster and pattern, and the assignment's files and week, where it is known.

    Raises:
        UsageError: the deadline is no time; SpecError, a kind of it: the roster is wrong.
    """
    roster = course.roster()
    return How(
        source=source,
        attempts=attempts,
        zone=course.zone,
        matcher=Matcher(roster) if roster is not None else None,
        pattern=course.intake.pattern,
        week=spec.week if spec is not None else None,
        modules=spec.modules if spec is not None else (),
        deadline=_time(deadline, course.zone),
    )


def _time(text: str | None, zone: tzinfo) -> datetime | None:
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--deadline {text[:40]!r} is no time: write 2023-02-01T18:00") from None
    return found if found.tzinfo else found.replace(tzinfo=zone)

"""How hand-ins are to be read, as a course has it."""

from __future__ import annotations

from datetime import datetime

from grader.course import Course, Matcher
from grader.intake import How
from grader.spec import AssignmentSpec


def how_for(
    course: Course,
    spec: AssignmentSpec | None,
    *,
    source: str | None = None,
    attempts: str = "last",
    deadline: datetime | None = None,
) -> How:
    """The course's zone, roster and pattern, and the assignment's files and week, where it is known.

    Raises:
        SpecError: the roster is wrong.
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
        deadline=deadline,
    )

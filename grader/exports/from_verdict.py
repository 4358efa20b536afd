"""A verdict as a grade, where no due dates, overrides or manual items are known."""

from __future__ import annotations

from collections.abc import Mapping

from grader.grades import Grade, TaskGrade
from grader.model import Verdict


def from_verdict(verdict: Verdict, assignment: str, *, name: str = "", slots: Mapping[str, str] | None = None) -> Grade:
    """The grade that the checks alone give.

    Args:
        verdict: of one student or team.
        assignment: its id.
        name: what people call the student; the id where nobody says.
        slots: task → "preview" or "review".
    """
    slot_of = slots or {}
    return Grade(
        student=verdict.student,
        assignment=assignment,
        tasks=tuple(
            TaskGrade(t.task, t.titles, slot_of.get(t.task, ""), t.earned, t.possible, t.outcome, t.bonus)
            for t in verdict.tasks
        ),
        earned=verdict.earned,
        possible=verdict.possible,
        name=name or verdict.student,
        ungraded=verdict.ungraded,
        members=verdict.members,
    )

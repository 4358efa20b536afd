"""Which assignment a student's file belongs to."""

from __future__ import annotations

from pathlib import Path

from grader.course import Course
from grader.errors import UsageError
from grader.model import Submission
from grader.spec import load_assignment


def find_week(course: Course, path: Path, submission: Submission) -> str:
    """By the folder's or file's name, else by the names that the files define.

    Raises:
        UsageError: it cannot be told.
    """
    known = course.assignments()
    resolved = path.resolve()
    for part in (resolved.stem, *reversed(resolved.parts)):
        if part in known:
            return part
    defined = {name for module in submission.modules for name in module.defines}
    fits = {week: len(defined & _names(course, week)) for week in known}
    best = sorted(fits, key=lambda week: fits[week], reverse=True)
    if best and fits[best[0]] and (len(best) == 1 or fits[best[0]] > fits[best[1]]):
        return best[0]
    raise UsageError(f"{path}: which week is this? Say --week; there are {', '.join(known)}")


def _names(course: Course, week: str) -> set[str]:
    spec = load_assignment(course.assignment_dir(week))
    return {name for task in spec.tasks for name in task.names}

"""What stands for a class: the verdicts that count, in one run, and the grades that came of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from grader.course import Course
from grader.errors import UsageError
from grader.gradebook import Gradebook
from grader.grades import Grade
from grader.model import Run, Verdict
from grader.store import Store


@dataclass(frozen=True)
class Published:
    """The newest run, with everybody's standing verdict in place of its own; a grade for each student."""

    run: Run
    grades: tuple[Grade, ...]


def published(store: Store, course: Course, week: str) -> Published:
    """What stands for an assignment.

    Raises:
        UsageError: nothing of it was graded yet; the course's files or the store cannot be read, or are wrong.
    """
    book = Gradebook(store, course, week)
    runs = [record for record in store.runs(book.spec.id) if record.graded]
    if not runs:
        raise UsageError(f"{store.place.shown}: nothing of {book.spec.id} was graded yet (grader grade {book.spec.id})")
    graded = book.graded()
    # The members of a team share one verdict.
    verdicts: dict[tuple[str, int], Verdict] = {}
    for _, work in graded:
        if work is not None:
            verdicts.setdefault((work.verdict.student, work.verdict.attempt), work.verdict)
    run = replace(runs[-1].run, verdicts=tuple(verdicts.values()), expected=len(verdicts), interrupted=False)
    return Published(run, tuple(grade for grade, _ in graded))

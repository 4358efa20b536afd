"""Grading anew what the store holds. Its results are held back until they are published; nothing else is changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from grader.errors import UsageError
from grader.gradebook import PUBLISHED, REGRADED, Gradebook
from grader.grades.differences import Change, grade_changes
from grader.keeping import Keeper
from grader.model import Run, Submission, Verdict
from grader.store import Event, RunId, Store


class HeldBack(Keeper):
    """Keeps a run that does not count before it is published: it is marked before it has its first result."""

    def begin(self, run: Run, key: str, only: Sequence[str], *, training: bool) -> None:
        """As `Keeper.begin`."""
        if self._begin is not None:
            return

        def begun() -> RunId:
            number = self.store.begin_run(run, key, only, training=training)
            self.store.add_event(Event(REGRADED, run.assignment, run=number))
            return number

        self._begin = begun
        self._try(self._number)


def handed_in(store: Store, book: Gradebook, students: Collection[str] = ()) -> list[Submission]:
    """The hand-ins behind the grades that count now, all attempts of them, with their code.

    Args:
        students: ids; none means everybody. A team's hand-in is each member's.

    Raises:
        UsageError: there are none.
    """
    entries: list[int] = []
    for group in store.standing(book.spec.id, book.held()):
        verdict = group[0].verdict
        ids = {book.student(name).id for name in (verdict.student, *verdict.members)}
        if not students or ids & set(students):
            entries += {standing.verdict.attempt: standing.entry for standing in group}.values()
    if not entries:
        who = f" of {', '.join(sorted(students))}" if students else ""
        raise UsageError(f"{store.place.shown}: holds no hand-in{who} for {book.spec.id} (grader grade comes first)")
    return [submission for _, submission in store.handed_in(entries)]


def changes(book: Gradebook, run: int) -> tuple[Change, ...]:
    """What publishing a run that is held back changes, in the order of the class."""
    before, after = book.graded(), book.graded([run])
    behind: dict[str, Verdict | None] = {grade.student: work.verdict if work else None for grade, work in before}
    verdicts = {grade.student: (behind.get(grade.student), work.verdict if work else None) for grade, work in after}
    return grade_changes([grade for grade, _ in before], [grade for grade, _ in after], verdicts)


def publish(store: Store, book: Gradebook, run: int, found: Sequence[Change], author: str) -> None:
    """From now on the run counts.

    Raises:
        UsageError: it is not held back.
    """
    if run not in book.held():
        raise UsageError(f"run {run} is not held back: grader runs {book.spec.id} lists which are")
    students = [change.student for change in found]
    store.add_event(Event(PUBLISHED, book.spec.id, author=author, run=RunId(run), detail={"students": students}))

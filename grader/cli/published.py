"""Where the grades come from that are exported and handed back: the one place that knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from grader.course import Course
from grader.course.roster import Roster
from grader.errors import UsageError
from grader.exports import from_verdict
from grader.gradebook import Gradebook
from grader.grades import Grade
from grader.model import Run, Verdict
from grader.reports.results import read_results
from grader.spec import AssignmentSpec, load_assignment
from grader.store import open_store, store_place


@dataclass(frozen=True)
class Published:
    """What may leave the house of one assignment.

    Attributes:
        spec: the assignment.
        run: the verdicts behind the grades.
        grades: one for each student.
        roster: empty where the course has none.
        verdict_of: student → the verdict behind the grade. Whoever handed in nothing is not in it.
    """

    spec: AssignmentSpec
    run: Run
    grades: tuple[Grade, ...]
    roster: Roster
    verdict_of: Mapping[str, Verdict]


def published(course: Course, week: str, results: Path | None = None, store: str | None = None) -> Published:
    """The grades of an assignment: from the store, with due dates, overrides and comments.

    Args:
        course: of the assignment.
        week: as the command line names it.
        results: a results.json whose verdicts are to be taken as they are, without all that.
        store: `--store`.

    Raises:
        UsageError: there are none, or the file is of another assignment.
    """
    if results is not None:
        return _from_results(course, week, results)
    course.assignment_dir(week)  # a week that there is not is said first
    place = store_place(course, store)
    if "://" not in place and not Path(place).exists():
        raise UsageError(f"{place}: nothing was graded yet (grade first, or say --store or --results)")
    with open_store(place) as kept:
        book = Gradebook(kept, course, week)
        graded = book.graded()
        verdict_of = {grade.student: work.verdict for grade, work in graded if work is not None}
        if not verdict_of:
            remedy = "grade first, or say --store or --results"
            raise UsageError(f"{kept.place.shown}: nothing of {book.spec.id} was graded yet ({remedy})")
        newest = kept.run(max(work.run for _, work in graded if work is not None)).run
        each = {id(verdict): verdict for verdict in verdict_of.values()}  # a team's once
        run = replace(newest, verdicts=tuple(each.values()), interrupted=False)
        return Published(book.spec, run, tuple(grade for grade, _ in graded), book.roster, verdict_of)


def _from_results(course: Course, week: str, results: Path) -> Published:
    spec = load_assignment(course.assignment_dir(week))
    run = read_results(results)
    if run.assignment != spec.id:
        raise UsageError(f"{results}: results of {run.assignment}, not of {spec.id} (give the right file)")
    slots = {task.id: task.slot for task in spec.tasks}
    roster = course.roster() or Roster()
    names = {student.id: student.name for student in roster.students}
    grades = tuple(from_verdict(v, spec.id, name=names.get(v.student, ""), slots=slots) for v in run.verdicts)
    verdict_of = {member: verdict for verdict in run.verdicts for member in verdict.members}
    verdict_of |= {verdict.student: verdict for verdict in run.verdicts}
    return Published(spec, run, grades, roster, verdict_of)

"""The term: every student's grades of all assignments that were graded, and their total."""

from __future__ import annotations

from dataclasses import dataclass

from grader.course import Course
from grader.gradebook import grades
from grader.grades import Grade, TermTotal, term_total
from grader.spec import load_assignment
from grader.store import Store


@dataclass(frozen=True)
class Term:
    """One student's term.

    Attributes:
        grades: assignment → grade, in the order of the weeks; none where the student was unknown then.
    """

    student: str
    name: str
    grades: dict[str, Grade]
    total: TermTotal


def terms(store: Store, course: Course) -> list[Term]:
    """Everybody's term: the roster's students in its order, then others who ever handed in, sorted.

    Assignments of which nothing was graded are not part of it. The contest's is never dropped.

    Raises:
        UsageError: the course's files or the store cannot be read, or are wrong.
    """
    specs = [load_assignment(course.assignment_dir(name)) for name in course.assignments()]
    known = sorted((spec for spec in specs if store.knows(spec.id)), key=lambda spec: (spec.week, spec.id))
    contests = {session.week for session in course.sessions if session.contest}
    keep = [spec.id for spec in known if spec.week in contests]
    found: dict[str, dict[str, Grade]] = {}
    for spec in known:
        for grade in grades(store, course, spec.id):
            found.setdefault(grade.student, {})[spec.id] = grade
    roster = course.roster()
    order = [student.id for student in roster.students] if roster is not None else []
    names = [*(name for name in order if name in found), *sorted(found.keys() - set(order))]
    result = []
    for name in names:
        several = list(found[name].values())
        total = term_total(several, course.term_total.drop_lowest, keep)
        result.append(Term(name, several[0].name, found[name], total))
    return result

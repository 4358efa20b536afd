"""Who handed in late or not at all, who is excused, and what a person has still to score: from the grades. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grader.grades import Grade, StepKind
from grader.model import Run


@dataclass(frozen=True)
class Late:
    """A late hand-in: by how many seconds at most, and how many points that cost."""

    grade: Grade
    seconds: float
    cost: float


@dataclass(frozen=True)
class Standing:
    """The grades of a class, sorted by what needs a word."""

    missing: tuple[Grade, ...]
    excused: tuple[Grade, ...]  # from the assignment, or from some of its tasks
    late: tuple[Late, ...]  # the latest first
    overridden: tuple[Grade, ...]
    pending: tuple[tuple[Mapping[str, str], str, int], ...]  # titles and id of a rubric item, how many wait for it


def standing(grades: Sequence[Grade]) -> Standing:
    """Sort the grades; in each part they keep their order, but for the late ones."""
    late = [Late(g, max(t.late_seconds for t in g.tasks), _cost(g)) for g in grades if _is_late(g)]
    pending = Counter(t.task for g in grades for t in g.tasks if t.pending and g.handed_in and not g.excused)
    titles = {t.task: t.titles for g in grades for t in g.tasks}
    return Standing(
        missing=tuple(g for g in grades if not g.handed_in and not g.excused),
        excused=tuple(g for g in grades if g.excused or any(t.excused for t in g.tasks)),
        late=tuple(sorted(late, key=lambda entry: -entry.seconds)),
        overridden=tuple(g for g in grades if any(_has(g, place, StepKind.OVERRIDE) for place in range(len(g.tasks)))),
        pending=tuple((titles[task], task, count) for task, count in pending.items()),
    )


def grades_of(run: Run, grades: Sequence[Grade]) -> dict[int, Grade]:
    """Place in the run → the grade of that hand-in: its student's, or that of the first member of its team."""
    by_student = {grade.student: grade for grade in grades}
    found = {}
    for place, verdict in enumerate(run.verdicts):
        names = (verdict.student, *verdict.members)
        grade = next((by_student[name] for name in names if name in by_student), None)
        if grade is not None:
            found[place] = grade
    return found


def late_students(grades: Sequence[Grade]) -> frozenset[str]:
    """Ids of those who were late with something that counts."""
    return frozenset(name for g in grades if _is_late(g) for name in (g.student, *g.members))


def _is_late(grade: Grade) -> bool:
    counts = grade.handed_in and not grade.excused
    return counts and any(task.late_seconds > 0 and not task.excused for task in grade.tasks)


def _cost(grade: Grade) -> float:
    return -sum(s.change for task in grade.tasks for s in task.steps if s.kind is StepKind.LATE)


def _has(grade: Grade, place: int, kind: StepKind) -> bool:
    return any(step.kind is kind for step in grade.tasks[place].steps)

"""From a verdict to a grade: checks, then people, then lateness, then excuses. Pure; docs/grades.md tells the rules."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from grader.course.roster import Student
from grader.grades.allowances import Allowance
from grader.grades.grade import Grade, Step, StepKind, TaskGrade
from grader.grades.human import WHOLE, Override, in_force
from grader.grades.schedule import Rules
from grader.grades.tasks import Case, judged, missing, scored_by_hand, settled
from grader.model import Message, Outcome, Submission, Verdict
from grader.scoring import round_points
from grader.spec import AssignmentSpec
from grader.spec.assignment import ADJUSTMENT


def final(
    student: Student,
    verdict: Verdict | None,
    spec: AssignmentSpec,
    rules: Rules,
    *,
    allowances: Sequence[Allowance] = (),
    overrides: Iterable[Override] = (),
    comments: Sequence[str] = (),
    times: Mapping[str, datetime] | None = None,
    worth: Mapping[str, float] | None = None,
) -> Grade:
    """The grade of one student for one assignment, with every step on the way.

    Args:
        verdict: of what they handed in; None: nothing.
        rules: due dates and lateness of the assignment.
        allowances: of the course; those that do not fit are passed over.
        overrides: this student's for this assignment, oldest first.
        times: task → when it was handed in, as `task_times` gives it.
        worth: task → its points in this run, where they differ from the specification's (training left out, some tasks
            only); tasks that are not in it are not graded.
    """
    times = times or {}
    standing = in_force(overrides)
    points = worth if worth is not None else {task.id: task.points for task in spec.tasks}
    mine = [a for a in allowances if a.student in ("*", student.id) and a.assignment in ("*", spec.id)]

    def case(slot: str, submitted: datetime | None) -> Case:
        fitting = [allowance for allowance in mine if allowance.fits(student.id, spec.id, slot)]
        return Case(rules, submitted, fitting, standing)

    slots = {task.id: task.slot for task in spec.tasks}
    tasks = []
    for task in _checked(verdict, spec, points):
        slot = slots.get(task.task, "")
        of = case(slot, times.get(task.task))
        whole = points.get(task.task, task.possible)
        if verdict is None:
            grade = missing(task, of)
        else:
            found = next(score for score in verdict.tasks if score.task == task.task)
            results = [result for result in verdict.results if result.check.task == task.task]
            grade = judged(found, results, slot, of, whole)
        tasks.append(settled(grade, of, whole))
    for item in spec.rubric:
        in_slot = [times[task] for task, slot in slots.items() if slot == item.slot and task in times]
        of = case(item.slot or "", max(in_slot, default=None))
        empty = TaskGrade(item.id, item.title, item.slot or "", 0.0, round_points(item.points), None, item.bonus)
        tasks.append(settled(scored_by_hand(empty, of, handed_in=verdict is not None), of, item.points))
    return _grade(student, verdict, spec, tasks, standing, tuple(comments))


def task_times(submission: Submission, spec: AssignmentSpec, rules: Rules) -> dict[str, datetime]:
    """Task → when it was handed in: the latest of the files that define one of its names, where that is known."""
    found: dict[str, datetime] = {}
    for task in spec.tasks:
        for module in submission.modules:
            moment = rules.moment(submission.times.get(module.path, ""))
            if moment is not None and any(name in module.defines for name in task.names):
                found[task.id] = max(moment, found.get(task.id, moment))
    return found


def best(attempts: Sequence[Grade]) -> Grade:
    """Of a student's attempts the one with the most points; of equals the first, which is the least late.

    Raises:
        ValueError: there is none.
    """
    return max(attempts, key=lambda grade: grade.earned)


def _checked(verdict: Verdict | None, spec: AssignmentSpec, points: Mapping[str, float]) -> list[TaskGrade]:
    """The tasks that count, empty: the verdict's, or without one all that were to be graded."""
    if verdict is not None:
        return [TaskGrade(t.task, t.titles, "", 0.0, t.possible, t.outcome, t.bonus) for t in verdict.tasks]
    return [
        TaskGrade(t.id, t.title, t.slot, 0.0, round_points(points[t.id]), Outcome.MISSING, t.bonus)
        for t in spec.tasks
        if points.get(t.id, 0) > 0
    ]


def _grade(
    student: Student,
    verdict: Verdict | None,
    spec: AssignmentSpec,
    tasks: list[TaskGrade],
    standing: Mapping[str, Override],
    comments: tuple[str, ...],
) -> Grade:
    counted = [task for task in tasks if not task.excused and not task.pending]
    earned = round_points(math.fsum(task.earned for task in counted))
    excused = bool(tasks) and all(task.excused for task in tasks)
    total = standing.get(WHOLE)
    if total is not None and not excused:
        tasks = [*tasks, _adjustment(total, earned)]
        earned = round_points(total.points)
    return Grade(
        student=student.id,
        assignment=spec.id,
        tasks=tuple(tasks),
        earned=earned,
        possible=round_points(math.fsum(task.possible for task in counted if not task.bonus)),
        name=student.name or student.id,
        handed_in=verdict is not None,
        excused=excused,
        ungraded=_ungraded(verdict, tasks, standing),
        comments=comments,
        members=verdict.members if verdict is not None else (),
    )


def _adjustment(total: Override, earned: float) -> TaskGrade:
    """The difference between what a person gave to the whole and what stood there: the sum stays the sum."""
    points = round_points(total.points)
    params = {"author": total.author, "reason": total.reason, "before": earned, "points": points}
    change = round(points - earned, 2)
    step = Step(StepKind.OVERRIDE, Message("grade.override.total", params), change, change)
    titles = {"en": "Adjustment", "ko": "조정"}
    return TaskGrade(ADJUSTMENT, titles, "", change, 0.0, None, bonus=True, steps=(step,))


def _ungraded(verdict: Verdict | None, tasks: Iterable[TaskGrade], standing: Mapping[str, Override]) -> int:
    """Checks without a result whose points nobody has decided about."""
    if verdict is None or WHOLE in standing:
        return 0
    settled_tasks = {task.task for task in tasks if task.excused or task.task in standing}
    return sum(
        result.outcome is Outcome.UNGRADED
        and result.check.task not in settled_tasks
        and result.check.id not in standing
        for result in verdict.results
    )

"""What the tasks of a run are worth."""

from __future__ import annotations

from collections.abc import Sequence

from grader.model import Check
from grader.scoring import TaskInfo
from grader.spec.assignment import AssignmentSpec


def task_infos(spec: AssignmentSpec, checks: Sequence[Check], only: Sequence[str] = ()) -> tuple[TaskInfo, ...]:
    """The tasks that are scored, worth what the checks that were to run are worth.

    Where no check is known yet (nothing readable was handed in), the specification's points count.
    """
    points = {t.id: 0.0 for t in spec.tasks} if checks else {t.id: t.points for t in spec.tasks}
    for check in checks:
        points[check.task] += check.points
    return tuple(
        TaskInfo(id=t.id, titles=t.title, points=points[t.id], bonus=t.bonus)
        for t in spec.tasks
        if points[t.id] > 0 and (not only or t.id in only)
    )

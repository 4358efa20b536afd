"""From check results to points: pure, without I/O.

Rules
- A task's points are the sum of what its checks earned, rounded once, half up, to hundredths. Totals add up the
  rounded tasks, so that a student who adds up the page gets the number on the page.
- What we could not judge counts neither for nor against the student: the points of an ungraded check, of a check
  that was skipped because it waited for an ungraded one, and of a check without a result leave `possible`. The
  task's outcome is then `ungraded`, so that somebody looks.
- Bonus tasks add to the total's `earned`, not to its `possible`.
- A submission that cannot be read earns nothing; its tasks are `missing`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from grader.model import CheckResult, Outcome, Submission, TaskScore, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# The outcome of a task that was not passed is the first of these that one of its checks had: first what a person
# must look at, then what stops everything, then what is merely absent or wrong.
WORST_FIRST = (
    Outcome.UNGRADED,
    Outcome.FORBIDDEN,
    Outcome.CRASHED,
    Outcome.MEMORY,
    Outcome.GPU_MEMORY,
    Outcome.DISK,
    Outcome.TIMEOUT,
    Outcome.ERROR,
    Outcome.MISSING,
    Outcome.FAILED,
    Outcome.NOT_STARTED,
    Outcome.SKIPPED,
)
_CENT = Decimal("0.01")
_SLACK = 0.005  # half a hundredth: differences below it are rounding


@dataclass(frozen=True)
class TaskInfo:
    """What scoring needs to know of a task. `points` is the sum of its checks' points."""

    id: str
    titles: Mapping[str, str]
    points: float
    bonus: bool = False


def round_points(value: float) -> float:
    """`value` to hundredths, halves up (0.125 → 0.13), as people round. Not finite or negative → 0."""
    if not math.isfinite(value) or value <= 0:
        return 0.0
    return float(Decimal(repr(float(value))).quantize(_CENT, rounding=ROUND_HALF_UP))


def score(results: Sequence[CheckResult], tasks: Sequence[TaskInfo]) -> tuple[TaskScore, ...]:
    """Points and outcome of every task, in the order of `tasks`.

    Raises:
        ValueError: a result belongs to none of the tasks.

    """
    known = {task.id for task in tasks}
    for result in results:
        if result.check.task not in known:
            raise ValueError(f"{result.check.id} belongs to the unknown task {result.check.task!r}")
    excused = _excused(results)
    return tuple(_task_score(task, [r for r in results if r.check.task == task.id], excused) for task in tasks)


def totals(scores: Iterable[TaskScore]) -> tuple[float, float]:
    """(earned, possible) over all tasks; a bonus task has no share in `possible`."""
    listed = list(scores)
    earned = round_points(math.fsum(task.earned for task in listed))
    return earned, round_points(math.fsum(task.possible for task in listed if not task.bonus))


def verdict(
    submission: Submission,
    results: Sequence[CheckResult],
    tasks: Sequence[TaskInfo],
    seconds: float = 0.0,
    sandbox: str = "",
) -> Verdict:
    """The result of one submission.

    Raises:
        ValueError: a result belongs to none of the tasks.

    """
    scores = score(results, tasks)
    if submission.unreadable is not None:
        scores = tuple(TaskScore(t.id, t.titles, 0.0, round_points(t.points), Outcome.MISSING, t.bonus) for t in tasks)
    earned, possible = totals(scores)
    return Verdict(
        student=submission.student,
        origin=submission.origin,
        results=tuple(results),
        tasks=scores,
        earned=earned,
        possible=possible,
        seconds=seconds,
        sandbox=sandbox,
        submission_sha256=submission.sha256,
        notes=(*submission.notes, *(problem for module in submission.modules for problem in module.problems)),
        unreadable=submission.unreadable,
        times=submission.times,
        members=submission.members,
        attempt=submission.attempt,
    )


def task_outcome(outcomes: Sequence[Outcome]) -> Outcome:
    """Passed if all passed, not started if nothing was begun, else the first of `WORST_FIRST` that occurs."""
    if not outcomes:
        return Outcome.UNGRADED
    if all(outcome is Outcome.PASSED for outcome in outcomes):
        return Outcome.PASSED
    if set(outcomes) <= {Outcome.NOT_STARTED, Outcome.SKIPPED} and Outcome.NOT_STARTED in outcomes:
        return Outcome.NOT_STARTED
    return next(outcome for outcome in WORST_FIRST if outcome in outcomes)


def _task_score(task: TaskInfo, results: Sequence[CheckResult], excused: frozenset[str]) -> TaskScore:
    judged = [r for r in results if r.check.id not in excused]
    lost = math.fsum(r.check.points for r in results if r.check.id in excused)
    unaccounted = task.points - math.fsum(r.check.points for r in results)
    gap = unaccounted if unaccounted > _SLACK else 0.0
    outcome = Outcome.UNGRADED if gap or lost else task_outcome([r.outcome for r in results])
    earned = math.fsum(_earned(r) for r in judged)
    possible = task.points - lost - gap
    return TaskScore(task.id, task.titles, round_points(earned), round_points(possible), outcome, task.bonus)


def _earned(result: CheckResult) -> float:
    """The check's points within its limits, whatever arrived."""
    if not math.isfinite(result.earned):
        return 0.0
    return min(max(result.earned, 0.0), result.check.points)


def _excused(results: Sequence[CheckResult]) -> frozenset[str]:
    """Ids of the checks that could not be judged: ungraded, or skipped while waiting, however far, for one that was."""
    excused = {r.check.id for r in results if r.outcome is Outcome.UNGRADED}
    waiting = {r.check.id: _waited_for(r, results) for r in results if r.outcome is Outcome.SKIPPED}
    while more := {check for check, target in waiting.items() if target in excused} - excused:
        excused |= more
    return frozenset(excused)


def _waited_for(result: CheckResult, results: Sequence[CheckResult]) -> str | None:
    """The id of the check that a skipped one waited for; `needs` may name it by id, or by name within its file."""
    target = result.waited_for
    file = result.check.id.split("::")[0]
    for candidate in (target, f"{file}::{target}"):
        if any(r.check.id == candidate for r in results):
            return candidate
    return next((r.check.id for r in results if r.check.task == result.check.task and r.check.name == target), None)

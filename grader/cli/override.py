"""`grader override`: a person's points in place of the checks'."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.opened import author_option, one_line_of, opened
from grader.cli.options import course_option, store_option
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.gradebook import Gradebook
    from grader.grades import Grade
    from grader.store import Override, Scope

EPILOG = """\b
Examples:
  grader override s001 week04_rnn lstm_cell --points 18 --reason "the check was too strict"
  grader override s001 4 test_lstm_cell.py::test_values --points 2 --reason "right, other layout"
  grader override s001 4 report --points 4.5
  grader override s001 4 --points 90 --reason "oral exam"
  grader override s001 4 lstm_cell --withdraw
\b
TARGET is a task, a check or a rubric item; without one the whole assignment's points are set.
STUDENT is an id, a name or anything else that the roster knows. Late penalties come after an
override, but for the whole assignment and with --after-late. Nothing is lost: every override
is kept, the newest for a target counts, and `grader explain` tells it.
Exit codes: 0 done · 2 usage
"""


@click.command(epilog=EPILOG)
@click.argument("student")
@click.argument("week")
@click.argument("target", required=False, default="")
@click.option("--points", type=float, help="What it is worth.")
@click.option("--reason", default="", help="Why; the student reads it. Rubric items may go without.")
@click.option("--withdraw", is_flag=True, help="Undo: what the checks gave counts again.")
@click.option("--after-late", is_flag=True, help="Final: no late penalty is taken off these points.")
@click.option("--beyond", is_flag=True, help="Allow more points than the target has.")
@author_option()
@click.option("--json", "as_json", is_flag=True, help="Print what has changed as JSON.")
@store_option()
@course_option()
def override(
    *,
    student: str,
    week: str,
    target: str,
    points: float | None,
    reason: str,
    withdraw: bool,
    after_late: bool,
    beyond: bool,
    author: str,
    as_json: bool,
    store: str | None,
    course_dir: Path,
) -> None:
    """Set the points of STUDENT's TARGET in WEEK by hand."""
    if withdraw == (points is not None):
        raise UsageError("give either --points N or --withdraw")
    if points is not None and not (math.isfinite(points) and points >= 0):
        raise UsageError(f"--points {points:g}: give a number from 0 upwards")
    from grader.store import Override, Scope

    with opened(course_dir, store, week) as (_, kept, book):
        who = book.named(student)
        scope, name, possible = _target(book, target)
        if points is not None and points > possible and not beyond:
            what = target or "the assignment"
            raise UsageError(f"--points {points:g}: {what} has {possible:g} (give --beyond if you mean it)")
        if not withdraw and scope is not Scope.ITEM:
            reason = one_line_of(reason, "--reason")
        if withdraw:
            _check_there(kept.overrides(book.spec.id, who.id), scope, name, target)
        before = _grade(book, who.id)
        kept.add_override(
            Override(book.spec.id, who.id, scope, name, points, reason.strip(), author, after_late=after_late)
        )
        _show(before, _grade(book, who.id), target, as_json=as_json)


def _target(book: Gradebook, target: str) -> tuple[Scope, str, float]:
    """What is meant, its id, and what it has.

    Raises:
        UsageError: nothing or several things fit.
    """
    from grader.spec.reading import did_you_mean
    from grader.store import Scope

    spec = book.spec
    if not target:
        return Scope.WHOLE, "", sum(t.points for t in spec.tasks) + sum(item.points for item in spec.rubric)
    tasks = {task.id: task.points for task in spec.tasks}
    if target in tasks:
        return Scope.TASK, target, tasks[target]
    items = {item.id: item.points for item in spec.rubric}
    if target in items:
        return Scope.ITEM, target, items[target]
    checks = book.checks()
    found = [name for name in checks if target in (name, name.partition("::")[2])]
    if len(found) == 1:
        return Scope.CHECK, found[0], checks[found[0]].points
    if found:
        raise UsageError(f"{target!r} fits {', '.join(found)}: write more of the name")
    guess = did_you_mean(target, [*tasks, *items, *checks])
    hint = f"did you mean {guess}?" if guess else f"there are {', '.join([*tasks, *items])}, and checks as FILE::NAME"
    raise UsageError(f"no task, check or rubric item {target!r} in {spec.id}: {hint}")


def _check_there(overrides: Sequence[Override], scope: Scope, name: str, target: str) -> None:
    """See that there is something to withdraw.

    Raises:
        UsageError: there is not.
    """
    points = [found.points for found in overrides if (found.scope, found.target) == (scope, name)]
    if not points or points[-1] is None:
        raise UsageError(f"nothing to withdraw: {target or 'the whole assignment'} has no override in force")


def _grade(book: Gradebook, student: str) -> Grade:
    found = [grade for grade in book.grades() if grade.student == student]
    if not found:
        raise UsageError(f"{student!r} has neither handed in {book.spec.id} nor is on the roster: check the name")
    return found[0]


def _show(before: Grade, after: Grade, target: str, *, as_json: bool) -> None:
    from grader.reports.plain import one_line, points

    if as_json:
        plain = {
            "student": after.student,
            "assignment": after.assignment,
            "target": target,
            "before": {"earned": before.earned, "possible": before.possible},
            "after": {"earned": after.earned, "possible": after.possible},
        }
        click.echo(json.dumps(plain, ensure_ascii=False))
        return
    old = {task.task: task.earned for task in before.tasks}
    moved = [
        f"{task.task} {points(old.get(task.task, 0.0))} -> {points(task.earned)}"
        for task in after.tasks
        if task.earned != old.get(task.task, 0.0) and task.earned >= 0
    ]
    total = f"{points(before.earned)} -> {points(after.earned)} of {points(after.possible)}"
    details = f" ({', '.join(moved)})" if moved else ""
    click.echo(f"{one_line(after.student)}  {after.assignment}: {total}{details}")

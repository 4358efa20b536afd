"""What differs between two gradings, for the terminal and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.padding import Padding

from grader.messages import text
from grader.reports.look import look_of
from grader.reports.plain import one_line, points
from grader.reports.view import title_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.grades.differences import Change, CheckChange


def print_changes(changes: Sequence[Change], total: int, lang: str, console: Console | None = None) -> None:
    """Prints for each student the points and checks that differ, then how many there are of `total` students."""
    console = console or Console()
    look = look_of(console, lang)
    for change in changes:
        who = one_line(change.student)
        name = f" {one_line(change.name)}" if change.name != change.student else ""
        head = f"{who}{name}  {_points(change.before)} -> {_points(change.after)}"
        console.print(look.plain(head, "bold"), markup=False, highlight=False, emoji=False)
        for check in change.checks:
            line = Padding(look.plain(_check(check, look.lang)), (0, 0, 0, 2), expand=False)
            console.print(line, markup=False, highlight=False, emoji=False)
    said = text("grade.label.unchanged", look.lang) if not changes else _summary(changes, total, look.lang)
    console.print(look.plain(said, "bold"), markup=False, highlight=False, emoji=False)


def plain_changes(changes: Sequence[Change]) -> list[dict[str, Any]]:
    """The same as plain values."""
    return [
        {
            "student": change.student,
            "name": change.name,
            "before": change.before,
            "after": change.after,
            "checks": [
                {
                    "check": check.check,
                    "before": check.before,
                    "after": check.after,
                    "was": check.was,
                    "now": check.now,
                }
                for check in change.checks
            ],
        }
        for change in changes
    ]


def _summary(changes: Sequence[Change], total: int, lang: str) -> str:
    both = [(c.before, c.after) for c in changes if c.before is not None and c.after is not None]
    up, down = sum(after > before for before, after in both), sum(after < before for before, after in both)
    counts = {"count": len(changes), "total": total, "up": up, "down": down, "same": len(both) - up - down}
    return text("grade.label.changed", lang, **counts, absent=len(changes) - len(both) or None)


def _points(value: float | None) -> str:
    return "(-)" if value is None else points(value)


def _check(check: CheckChange, lang: str) -> str:
    was, now = ("(-)" if outcome is None else text(f"outcome.{outcome}", lang) for outcome in (check.was, check.now))
    outcomes = was if was == now else f"{was} -> {now}"
    title = title_in(check.titles, lang, check.check)
    return f"{title} [{one_line(check.check)}]  {_points(check.before)} -> {_points(check.after)}  {outcomes}"

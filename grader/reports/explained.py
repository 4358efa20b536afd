"""How a grade came about, in words: every step of every task, and the checks behind it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.messages import render, text
from grader.reports.look import Look, look_of, style_of
from grader.reports.plain import one_line, points, visible
from grader.reports.view import CheckView, check_view, title_in

if TYPE_CHECKING:
    from rich.console import RenderableType

    from grader.grades import Grade, TaskGrade
    from grader.model import Verdict


def print_explained(grade: Grade, verdict: Verdict | None, lang: str, console: Console | None = None) -> None:
    """Prints a student's grade for the assistant who is asked about it.

    Args:
        verdict: what stands behind it. Hidden checks say what a student may read of them; see `unveiled`.
    """
    console = console or Console()
    look = look_of(console, lang)
    who = (
        one_line(grade.student) if grade.name == grade.student else f"{one_line(grade.student)} {one_line(grade.name)}"
    )
    _print(console, look.plain(f"{who}{look.dot}{grade.assignment}", "bold"))
    if grade.members:
        members = [one_line(member) for member in grade.members]
        _print(console, look.plain(text("grade.label.team", look.lang, members=members)))
    if verdict is not None and verdict.unreadable is not None:
        _print(console, look.plain(visible(render(verdict.unreadable, look.lang)), "red"))
    for task in grade.tasks:
        _print(console, Text(""), _head(task, look), Padding(_steps(task, look), (0, 0, 0, 2), expand=False))
        _print(console, *(Padding(line, (0, 0, 0, 2), expand=False) for line in _dates(task, look)))
        for check in _checks(task, verdict, look.lang):
            _print(console, *(Padding(part, (0, 0, 0, 4), expand=False) for part in _check(check, look)))
    if grade.comments:
        _print(console, Text(""), look.plain(text("grade.label.comments", look.lang), "bold"))
        _print(
            console, *(Padding(look.plain(visible(comment)), (0, 0, 0, 2), expand=False) for comment in grade.comments)
        )
    _print(console, Text(""), *_total(grade, look))


def explained(grade: Grade, verdict: Verdict | None, lang: str) -> dict[str, Any]:
    """The same as plain values, texts in `lang`."""
    return {
        "student": grade.student,
        "name": grade.name,
        "assignment": grade.assignment,
        "earned": grade.earned,
        "possible": grade.possible,
        "handed_in": grade.handed_in,
        "excused": grade.excused,
        "ungraded": grade.ungraded,
        "members": list(grade.members),
        "comments": list(grade.comments),
        "tasks": [_plain(task, verdict, lang) for task in grade.tasks],
    }


def unveiled(verdict: Verdict) -> Verdict:
    """The verdict with its hidden checks told like the others: for staff."""
    shown = (replace(result, check=replace(result.check, hidden=False)) for result in verdict.results)
    return replace(verdict, results=tuple(shown))


def _plain(task: TaskGrade, verdict: Verdict | None, lang: str) -> dict[str, Any]:
    return {
        "task": task.task,
        "title": title_in(task.titles, lang, task.task),
        "slot": task.slot,
        "earned": task.earned,
        "possible": task.possible,
        "outcome": task.outcome,
        "bonus": task.bonus,
        "pending": task.pending,
        "excused": task.excused,
        "submitted": task.submitted,
        "due": task.due,
        "late_seconds": task.late_seconds,
        "steps": [
            {"kind": step.kind, "change": step.change, "earned": step.earned, "text": render(step.message, lang)}
            for step in task.steps
        ],
        "checks": [
            {
                "check": check.name,
                "title": check.title,
                "outcome": check.mark,
                "earned": float(check.earned),
                "points": float(check.points),
                "hidden": check.hidden,
                "message": check.message,
                "diagnosis": check.diagnosis,
            }
            for check in _checks(task, verdict, lang)
        ],
    }


def _print(console: Console, *parts: RenderableType) -> None:
    for part in parts:
        console.print(part, markup=False, highlight=False, emoji=False)


def _head(task: TaskGrade, look: Look) -> Text:
    title = title_in(task.titles, look.lang, task.task)
    slot = f" ({text(f'slot.{task.slot}', look.lang)})" if task.slot else ""
    head = look.plain(f"{title}{slot}  ", "bold")
    if task.pending or task.excused:
        label = text("grade.label.excused" if task.excused else "grade.label.pending", look.lang)
        return head.append_text(look.plain(label, "magenta"))
    return head.append_text(look.plain(f"{_signed(task.earned)} / {points(task.possible)}", "bold"))


def _steps(task: TaskGrade, look: Look) -> Table:
    """Change, why, what stood after it."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column()
    grid.add_column(justify="right", no_wrap=True)
    for step in task.steps:
        change = f"+{points(step.change)}" if step.change > 0 else _signed(step.change)
        why = visible(render(step.message, look.lang))
        grid.add_row(look.plain(change), look.plain(why), look.plain(f"= {_signed(step.earned)}"))
    return grid


def _dates(task: TaskGrade, look: Look) -> list[Text]:
    if task.submitted is None and task.due is None:
        return []
    dates = {"submitted": _clock(task.submitted), "due": _clock(task.due)}
    return [look.plain(text("grade.label.dates", look.lang, **dates), "bright_black")]


def _clock(moment: str | None) -> str:
    return "" if moment is None else moment[:19].replace("T", " ")


def _checks(task: TaskGrade, verdict: Verdict | None, lang: str) -> list[CheckView]:
    results = [] if verdict is None else [result for result in verdict.results if result.check.task == task.task]
    return [check_view(result, verdict, lang) for result in results if verdict is not None]


def _check(check: CheckView, look: Look) -> list[Text]:
    hidden = f" ({text('label.hidden', look.lang)})" if check.hidden else ""
    head = look.plain(f" {check.title}{hidden}  {check.earned} / {check.points}")
    lines = [Text.assemble(look.mark(check.mark), head)]
    if check.passed:
        return lines
    why = check.message or (text("label.waits_for", look.lang, check=check.waits_for) if check.waits_for else "")
    lines.append(look.plain(f"  {check.label}{': ' if why else ''}{why}", style_of(check.mark)))
    lines += [look.plain(f"  {line}") for line in (check.diagnosis, check.place) if line]
    return lines


def _total(grade: Grade, look: Look) -> list[Text]:
    lines = []
    if grade.ungraded:
        lines.append(look.plain(text("label.ungraded_count", look.lang, count=grade.ungraded), "magenta"))
    total = f"{text('label.total', look.lang)}  {points(grade.earned)} / {points(grade.possible)}"
    if grade.excused:
        total = f"{text('label.total', look.lang)}  {text('grade.label.excused', look.lang)}"
    return [*lines, look.plain(total, "bold")]


def _signed(value: float) -> str:
    return f"-{points(-value)}" if value < 0 else points(value)

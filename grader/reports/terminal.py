"""The terminal: one submission in words for its student, and messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.messages import render, text
from grader.reports.look import Look, look_of, show, style_of
from grader.reports.view import student_view

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

    from grader.model import Message, Verdict
    from grader.reports.view import CheckView, TaskView

_OUTPUT_LINES = 10


def print_verdict(verdict: Verdict, lang: str, console: Console | None = None) -> None:
    """Prints one submission for its student: tasks, checks, and for each fault what and where."""
    console = console or Console()
    look = look_of(console, lang)
    view = student_view(verdict, look.lang)
    if view.unreadable:
        heading = text("label.unreadable", look.lang)
        show(console, look.plain(heading, "bold red"), Padding(look.plain(view.unreadable), (0, 0, 0, 2)))
    for note in view.notes:
        show(console, look.plain(f"{text('label.note', look.lang)}: {note}", "yellow"))
    for task in view.tasks:
        show(console, *_task(task, look))
    if view.ungraded:
        show(console, look.plain(text("label.ungraded_count", look.lang, count=view.ungraded), "magenta"))
    total = Text.assemble((f"{text('label.total', look.lang)}  ", "bold"), (view.earned, "bold"), f" / {view.possible}")
    show(console, total)


def print_messages(messages: Iterable[Message], lang: str, console: Console | None = None, style: str = "") -> None:
    """Prints messages as the console can show them."""
    console = console or Console()
    look = look_of(console, lang)
    show(console, *(look.plain(render(message, look.lang), style) for message in messages))


def _task(task: TaskView, look: Look) -> list[RenderableType]:
    head = _line(look.mark(task.mark), look.plain(task.title, "bold"), f"{task.earned} / {task.possible}")
    return [head, *(Padding(_check(check, look), (0, 0, 0, 2)) for check in task.checks), Text("")]


def _check(check: CheckView, look: Look) -> RenderableType:
    title = look.plain(check.title)
    if check.hidden:
        title.append_text(look.plain(f" ({text('label.hidden', look.lang)})", "bright_black"))
    parts: list[RenderableType] = [_line(look.mark(check.mark), title, f"{check.earned} / {check.points}")]
    if not check.passed:
        parts.extend(Padding(line, (0, 0, 0, 2)) for line in _explained(check, look))
    return Group(*parts)


def _explained(check: CheckView, look: Look) -> list[Text]:
    reason = check.message or (text("label.waits_for", look.lang, check=check.waits_for) if check.waits_for else "")
    lines = [look.plain(check.label, style_of(check.mark))]
    if reason:
        lines[0].append_text(Text.assemble(": ", look.plain(reason, "default")))
    if check.diagnosis:
        lines.append(look.plain(check.diagnosis, "bold"))
    if check.place:
        lines.append(look.plain(check.place, "cyan"))
    if check.source:
        lines.append(look.plain(f"    {check.source}"))
    if check.output:
        lines.append(look.plain(f"{text('label.output', look.lang)}:", "bright_black"))
        lines += [look.plain(f"    {line}", "bright_black") for line in check.output.splitlines()[-_OUTPUT_LINES:]]
    return lines


def _line(mark: Text, title: Text, score: str) -> Table:
    """Symbol, title, points: the title wraps between them, whatever the width of its script."""
    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(width=1)
    grid.add_column(ratio=1)
    grid.add_column(justify="right", no_wrap=True)
    grid.add_row(mark, title, score)
    return grid

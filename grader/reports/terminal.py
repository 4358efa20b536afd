"""The terminal: the class as a table for the teaching assistant, one submission in words for its student."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.messages import render, text
from grader.model import Outcome
from grader.reports.class_report import NAME_MOST, class_table, class_view
from grader.reports.look import Look, look_of, style_of
from grader.reports.view import student_view

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType

    from grader.model import Message, Run, Verdict
    from grader.reports.class_report import ClassView, Trouble
    from grader.reports.view import CheckView, TaskView

_OUTPUT_LINES = 10
_TROUBLES = 10  # of a kind; the class page lists all


def print_run(run: Run, lang: str, console: Console | None = None) -> None:
    """Prints students × tasks, what needs a look, and how many checks ended how."""
    console = console or Console()
    look = look_of(console, lang)
    view = class_view(run, look.lang, [""] * len(run.verdicts))
    _print(console, look.plain(view.title, "bold"))
    if view.rows:
        table, key = class_table(view, look, console)
        _print(console, table, *([key] if key else []))
    _print(console, *_troubles(view.unreadable, text("label.unreadable_list", look.lang), "red", look))
    _print(console, *_troubles(view.ungraded, text("label.ungraded_list", look.lang), "magenta", look))
    if view.interrupted:
        _print(console, look.plain(text("label.interrupted", look.lang), "bold red"))
    _print(console, _summary(run, look), _figures(view, look))


def print_verdict(verdict: Verdict, lang: str, console: Console | None = None) -> None:
    """Prints one submission for its student: tasks, checks, and for each fault what and where."""
    console = console or Console()
    look = look_of(console, lang)
    view = student_view(verdict, look.lang)
    if view.unreadable:
        heading = text("label.unreadable", look.lang)
        _print(console, look.plain(heading, "bold red"), Padding(look.plain(view.unreadable), (0, 0, 0, 2)))
    for note in view.notes:
        _print(console, look.plain(f"{text('label.note', look.lang)}: {note}", "yellow"))
    for task in view.tasks:
        _print(console, *_task(task, look))
    if view.ungraded:
        _print(console, look.plain(text("label.ungraded_count", look.lang, count=view.ungraded), "magenta"))
    total = Text.assemble((f"{text('label.total', look.lang)}  ", "bold"), (view.earned, "bold"), f" / {view.possible}")
    _print(console, total)


def print_messages(messages: Iterable[Message], lang: str, console: Console | None = None, style: str = "") -> None:
    """Prints messages as the console can show them."""
    console = console or Console()
    look = look_of(console, lang)
    _print(console, *(look.plain(render(message, look.lang), style) for message in messages))


def _print(console: Console, *parts: RenderableType) -> None:
    for part in parts:
        console.print(part, markup=False, highlight=False, emoji=False)


# The class


def _troubles(troubles: Sequence[Trouble], heading: str, style: str, look: Look) -> list[RenderableType]:
    if not troubles:
        return []
    lines: list[RenderableType] = [look.plain(heading, f"bold {style}")]
    for trouble in troubles[:_TROUBLES]:
        name = trouble.student if len(trouble.student) <= NAME_MOST else f"{trouble.student[:NAME_MOST]}..."
        line = Text.assemble(look.plain(name, style), "  ", look.plain(f"{trouble.what}: {trouble.why}"))
        lines.append(Padding(line, (0, 0, 0, 2)))
    if len(troubles) > _TROUBLES:
        lines.append(Text(f"  + {len(troubles) - _TROUBLES}", style=style))
    return [*lines, Text("")]


def _summary(run: Run, look: Look) -> Text:
    counted = Counter(result.outcome for verdict in run.verdicts for result in verdict.results)
    parts = [Text(f"{text('label.checks', look.lang)}: ")]
    for outcome in Outcome:
        if counted[outcome]:
            label = look.plain(f" {text(f'outcome.{outcome}', look.lang)} {counted[outcome]}", style_of(outcome))
            parts += [Text(look.dot) if len(parts) > 1 else Text(""), look.mark(outcome), label]
    return Text.assemble(*parts)


def _figures(view: ClassView, look: Look) -> Text:
    return look.plain(look.dot.join(f"{name} {value}" for name, value in view.figures))


# One submission


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

"""The short table of `grader check`: a line a task, and what is wrong with the reason and the place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.messages import text
from grader.model import Outcome
from grader.reports.look import Look, look_of, show, style_of
from grader.reports.view import CheckView, TaskView, student_view

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from grader.model import Verdict

_OUTPUT_LINES = 5
_QUIET = frozenset({Outcome.PASSED, Outcome.SKIPPED})


def print_short(verdict: Verdict, lang: str, console: Console) -> None:
    """Prints what a student needs next: every task in a line, and for every fault what, why and where."""
    look = look_of(console, lang)
    view = student_view(verdict, look.lang)
    parts: list[RenderableType] = []
    if view.unreadable:
        parts += [look.plain(text("label.unreadable", look.lang), "bold red"), look.plain(f"  {view.unreadable}")]
    parts += [look.plain(f"{text('label.note', look.lang)}: {note}", "yellow") for note in view.notes]
    for task in view.tasks:
        parts.append(_head(task, look))
        parts += [Padding(part, (0, 0, 0, 4)) for part in _faults(task, look)]
    if view.ungraded:
        parts.append(look.plain(text("label.ungraded_count", look.lang, count=view.ungraded), "magenta"))
    total = (f"{text('label.total', look.lang)}  ", "bold"), (view.earned, "bold"), f" / {view.possible}"
    show(console, *parts, Text.assemble(*total))


def _head(task: TaskView, look: Look) -> Table:
    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(width=1)
    grid.add_column(ratio=1)
    grid.add_column(justify="right", no_wrap=True)
    title = Text.assemble(look.plain(task.title, "bold"), look.plain(f"  {task.id}", "bright_black"))
    grid.add_row(look.mark(task.mark), title, f"{task.earned} / {task.possible}")
    return grid


def _faults(task: TaskView, look: Look) -> Iterator[Text]:
    """The checks that did not pass; of blanks the first alone, and of those that wait their number."""
    blanks = [c for c in task.checks if c.mark == Outcome.NOT_STARTED]
    told: set[tuple[str, ...]] = set()
    for check in task.checks:
        if check.mark in _QUIET or (blanks and check in blanks[1:]):
            continue
        what = (check.message, check.diagnosis, check.place)
        if check.place and what in told:  # one mistake, several checks: once is enough
            yield Text.assemble(look.mark(check.mark), " ", look.plain(check.title))
            yield look.plain(text("label.same_fault", look.lang), "bright_black")
            continue
        told.add(what)
        yield from _fault(check, look)
    if waiting := sum(c.mark == Outcome.SKIPPED for c in task.checks):
        yield look.plain(text("label.waiting_count", look.lang, count=waiting), "bright_black")


def _fault(check: CheckView, look: Look) -> Iterator[Text]:
    if check.mark != Outcome.NOT_STARTED:
        yield Text.assemble(look.mark(check.mark), " ", look.plain(check.title))
    yield Text.assemble(look.plain(check.label, style_of(check.mark)), look.plain(f": {check.message}"))
    if check.diagnosis:
        yield look.plain(check.diagnosis, "bold")
    if check.place:
        yield Text.assemble(look.plain(check.place, "cyan"), look.plain(f"   {check.source}" if check.source else ""))
    if check.output:
        yield look.plain(f"{text('label.output', look.lang)}:", "bright_black")
        for line in check.output.splitlines()[-_OUTPUT_LINES:]:
            yield look.plain(f"  {line}", "bright_black")

"""The terminal: the class as a table for the teaching assistant."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from grader.messages import text
from grader.model import Outcome
from grader.reports.class_report import NAME_MOST, class_table, class_view
from grader.reports.look import Look, look_of, show, style_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from grader.model import Run
    from grader.reports.class_report import ClassView, Trouble

_TROUBLES = 10  # of a kind; the class page lists all


def print_run(run: Run, lang: str, console: Console | None = None) -> None:
    """Prints students × tasks, what needs a look, and how many checks ended how."""
    console = console or Console()
    look = look_of(console, lang)
    view = class_view(run, look.lang, [""] * len(run.verdicts))
    show(console, look.plain(view.title, "bold"))
    if view.rows:
        table, key = class_table(view, look, console)
        show(console, table, *([key] if key else []))
    show(console, *_troubles(view.unreadable, text("label.unreadable_list", look.lang), "red", look))
    show(console, *_troubles(view.ungraded, text("label.ungraded_list", look.lang), "magenta", look))
    if view.interrupted:
        show(console, look.plain(text("label.interrupted", look.lang), "bold red"))
    show(console, _summary(run, look), _figures(view, look))


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

"""What `grader intake` shows on the terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.intake.hand_in import HandIn
from grader.intake.summary import Row, Summary
from grader.messages import render, text
from grader.reports.plain import one_line

_FILES = 4  # names shown of one hand-in


def print_summary(found: Summary, lang: str, console: Console) -> None:
    """Prints hand-ins as a table, then what needs a look; what students chose is made harmless."""
    columns = ("student", "files", "time", "attempt", "source")
    table = Table(*(text(f"cli.intake_{name}", lang) for name in columns), box=None, pad_edge=False)
    for row in found.rows:
        table.add_row(*_cells(row, lang), style="red" if row.unreadable else None)
    console.print(table)
    for row in found.rows:
        for note in (*([row.unreadable] if row.unreadable else []), *row.notes):
            _say(console, f"{row.hand_in.student}: {render(note, lang)}", "yellow")
    _list(console, text("cli.intake_set_aside", lang), (_attempt(h) for h in found.set_aside))
    _list(console, text("cli.intake_left_out", lang), (f"{i.path}: {render(i.why, lang)}" for i in found.left_out))
    _list(console, text("cli.intake_unknown", lang), (_doubt(h, lang) for h in found.unknown))
    _list(console, text("cli.intake_missing", lang), (f"{student} {name}".strip() for student, name in found.missing))
    _say(console, text("cli.intake_total", lang, count=len(found.rows), total=len(found.missing)), "bold")


def _cells(row: Row, lang: str) -> list[Text]:
    hand_in = row.hand_in
    who = ", ".join(hand_in.members) or hand_in.student
    names = ", ".join(row.files[:_FILES]) + (f" … ({len(row.files)})" if len(row.files) > _FILES else "")
    late = f" {text('cli.intake_late', lang)}" if hand_in.late else ""
    shown = (who, names or "–", hand_in.time + late, str(hand_in.attempt), hand_in.source)
    return [Text(one_line(cell)) for cell in shown]


def _attempt(hand_in: HandIn) -> str:
    return f"{hand_in.student}: {hand_in.attempt} {hand_in.time}".rstrip()


def _doubt(hand_in: HandIn, lang: str) -> str:
    if not hand_in.candidates:
        return hand_in.student
    return f"{hand_in.student}: {text('cli.intake_doubt', lang, names=list(hand_in.candidates))}"


def _list(console: Console, title: str, lines: Iterable[str]) -> None:
    shown = list(lines)
    if shown:
        _say(console, f"{title} ({len(shown)})", "bold")
    for line in shown:
        _say(console, f"  {line}")


def _say(console: Console, line: str, style: str = "") -> None:
    indent = "  " if line.startswith("  ") else ""
    console.print(Text(indent + one_line(line), style=style), soft_wrap=True)

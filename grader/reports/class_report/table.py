"""Students × tasks in a terminal, as roomy as it is wide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from grader.messages import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

    from grader.reports.class_report.view import Cell, ClassView, Row
    from grader.reports.look import Look

    _Cells = Callable[[Row], list[Text]]

NAME_MOST, NAME_LEAST = 24, 12  # terminal cells


def class_table(view: ClassView, look: Look, console: Console) -> tuple[Table, Text | None]:
    """The table, and the key to its columns where they are numbered.

    The first that leaves room for names: points under task ids, marks under numbers, marks side by side.
    """
    numbers = [str(number) for number in range(1, len(view.task_ids) + 1)]
    forms: list[tuple[list[str], _Cells]] = [
        (list(view.task_ids), lambda row: [_cell(cell, look) for cell in row.cells]),
        (numbers, lambda row: _marks(row, look)),
        (["-".join(dict.fromkeys((*numbers[:1], *numbers[-1:])))], lambda row: [Text.assemble(*_marks(row, look))]),
    ]
    longest = max(cell_len(name) for name in (text("label.student", look.lang), *(row.student for row in view.rows)))
    wanted = min(longest, NAME_MOST)
    unbounded = console.options.update(width=10_000)
    for number, (heads, cells) in enumerate(forms):
        rest = Measurement.get(console, unbounded, _table(view, heads, cells, look, wanted)).maximum - wanted
        space = console.width - rest
        if space >= min(wanted, NAME_LEAST) or number == len(forms) - 1:
            break
    key = look.dot.join(f"{n} {title}" for n, (title, _, _) in zip(numbers, view.tasks, strict=True))
    table = _table(view, heads, cells, look, max(min(wanted, space), 1))
    return table, None if number == 0 else look.plain(key, "bright_black")


def _table(view: ClassView, heads: list[str], cells: _Cells, look: Look, name_width: int) -> Table:
    table = Table(box=look.table, header_style="bold", pad_edge=False, show_edge=False)
    student = look.plain(text("label.student", look.lang))
    table.add_column(student, no_wrap=True, overflow=look.overflow, max_width=name_width)
    for head in heads:
        table.add_column(look.plain(head), justify="right", no_wrap=True)
    table.add_column(look.plain(text("label.total", look.lang)), justify="right", no_wrap=True)
    for row in view.rows:
        table.add_row(look.plain(row.student), *cells(row), _sum(row))
    return table


def _cell(cell: Cell, look: Look) -> Text:
    return Text.assemble(cell.earned, " ", look.mark(cell.mark)) if cell.mark else Text("")


def _marks(row: Row, look: Look) -> list[Text]:
    return [_mark(cell, look) for cell in row.cells]


def _mark(cell: Cell, look: Look) -> Text:
    return look.mark(cell.mark) if cell.mark else Text(" ")


def _sum(row: Row) -> Text:
    return Text.assemble((row.earned, "bold"), f" / {row.possible}", ("" if not row.ungraded else " ?", "magenta"))

"""A notebook's bytes → a module of its imports, definitions and constants.

Whole notebooks cannot be run again: they mount drives, ask for input, train for hours.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from itertools import accumulate

from grader.intake.cells import code_cells
from grader.intake.constants import names_in
from grader.intake.keeping import keep
from grader.intake.leaving import set_names, without_bound
from grader.intake.magics import CellReader
from grader.intake.parsing import parse
from grader.intake.problems import MAX_CELLS, MAX_CODE, Unparsable, Unreadable
from grader.intake.stubs import defined_names
from grader.model import CellSpan, Frame, Message, Module

_SHOWN = 20  # problems of one notebook


def read_notebook(data: bytes, path: str, name: str) -> Module:
    """The module in a notebook.

    Line n of the source is line n of the code cells put one after the other, so that every line has a cell.

    Args:
        data: the file, nbformat 3 or 4.
        path: its name as handed in.
        name: the identifier it is imported under.

    Raises:
        Unreadable: it is no notebook, too large, or has no code.
    """
    cells = code_cells(data, path)
    if not any(cell.strip() for cell in cells):
        raise Unreadable(Message("intake.no_code", {"path": path}))
    problems: list[Message] = []
    sizes = accumulate(len(cell.encode()) for cell in cells)
    within = [cell for cell, size in zip(cells[:MAX_CELLS], sizes, strict=False) if size <= MAX_CODE]
    if len(within) < len(cells):
        params = {"path": path, "cell": len(within) + 1, "limit": MAX_CODE // 1000}
        problems.append(Message("intake.cells_left_out", params))
    set_by: dict[str, Frame] = {}
    kept = definitions(within, path, problems, set_by)
    spans, first = [], 1
    for number, lines in enumerate(kept, 1):
        spans.append(CellSpan(number, first, first + len(lines) - 1))
        first += len(lines)
    source = "".join(line + "\n" for lines in kept for line in lines)
    tree = _parsed(source, path)
    if len(problems) > _SHOWN:
        problems[_SHOWN:] = [Message("intake.more_problems", {"path": path, "count": len(problems) - _SHOWN})]
    left_out = without_bound(set_by, tree)
    return Module(name, path, source, True, tuple(spans), defined_names(tree), tuple(problems), left_out)


def definitions(
    cells: Sequence[str], path: str, problems: list[Message], set_by: dict[str, Frame] | None = None
) -> list[list[str]]:
    """For every cell its lines with only imports, definitions and constants left.

    A cell that is no Python has only blank lines, and an entry in `problems` unless it says so itself (`%%bash`).
    `set_by` gets every name that a statement outside definitions sets → the first such statement.
    """
    reader = CellReader()
    read: list[tuple[str, ast.Module] | None] = []
    for number, cell in enumerate(cells, 1):
        try:
            read.append(reader.read(cell))
        except Unparsable as error:
            params = {"path": path, "cell": number, "line": error.line, "reason": error.reason}
            problems.append(Message("intake.cell_syntax", params))
            read.append(None)
    names = names_in(result[1] for result in read if result is not None)
    for number, result in enumerate(read, 1):
        if result is not None and set_by is not None:
            for name, line, text in set_names(*result):
                set_by.setdefault(name, Frame(path, line, "", text, number))
    blank = [[""] * (cell.count("\n") + 1) for cell in cells]
    return [lines if result is None else keep(*result, names) for result, lines in zip(read, blank, strict=True)]


def _parsed(source: str, path: str) -> ast.Module:
    try:
        return parse(source)
    except Unparsable:  # each cell was Python; only their sum can be too much
        raise Unreadable(Message("intake.too_complex", {"path": path})) from None

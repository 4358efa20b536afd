"""A student's files as cells: of a notebook its own, of a .py file one for each top-level definition.

Nothing is run. Outputs, attachments and metadata stay behind: that is where pictures, widgets and trust are.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from grader.intake import RawFile
from grader.intake.cells import all_cells
from grader.intake.naming import kind_of
from grader.intake.parsing import parse
from grader.intake.problems import Unparsable, Unreadable
from grader.intake.text import decode, readable_name
from grader.model import Module

MOST_CELLS = 2_000  # of one file
LONGEST = 60_000  # characters of one cell that are shown
MOST = 1_000_000  # characters of one file
_DATA = re.compile(r"(data:[\w.+/-]{1,80}(?:;[\w.+/=-]{1,80})*;base64,)[A-Za-z0-9+/=%\s]{64,}")
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Cell:
    """One cell.

    Attributes:
        code: or Markdown.
        number: of a notebook's code cell, counted from 1 as in `Frame.cell`; None elsewhere.
        first, last: the lines of a .py file that it holds; 0 elsewhere.
    """

    code: bool
    source: str
    number: int | None = None
    first: int = 0
    last: int = 0


@dataclass(frozen=True)
class Chapter:
    """One file of a hand-in: its cells, and where each top-level name is defined (index of the cell, the last wins)."""

    path: str
    cells: tuple[Cell, ...]
    defined_in: dict[str, int]

    def index_of(self, cell: int | None, line: int) -> int | None:
        """The cell that a `Frame` of this file points to."""
        for index, entry in enumerate(self.cells):
            if (cell is not None and entry.number == cell) or (cell is None and entry.first <= line <= entry.last):
                return index
        return None


def chapters(files: Iterable[RawFile], modules: Sequence[Module]) -> tuple[Chapter, ...]:
    """Every file of a hand-in that was graded, in the order of its modules."""
    found_at = (("/".join(map(readable_name, file.path.split("/"))), file.content) for file in files)
    content = {path: data for path, data in found_at if isinstance(data, bytes)}
    found = []
    for module in modules:
        data = content.get(module.path)
        try:
            cells = () if data is None else tuple(_bounded(_cells(data, module)))
        except Unreadable:
            continue
        if cells:
            found.append(Chapter(module.path, cells, _defined_in(cells, module)))
    return tuple(found)


def _bounded(cells: Iterable[Cell]) -> Iterator[Cell]:
    size = 0
    for cell in islice(cells, MOST_CELLS):
        size += len(cell.source)
        if size > MOST:
            yield Cell(False, "…")
            return
        yield cell


def _cells(data: bytes, module: Module) -> list[Cell]:
    if kind_of(module.path) == "ipynb":
        return list(_of_notebook(data, module.path))
    return _of_source(decode(data, module.path))


def _of_notebook(data: bytes, path: str) -> Iterable[Cell]:
    number = 0
    for kind, source in all_cells(data, path):
        if kind == "code":
            number += 1
            yield Cell(True, _cut(source), number)
        elif source.strip():
            yield Cell(False, _cut(without_pictures(f"## {source}" if kind == "heading" else source)))


def without_pictures(text: str) -> str:
    """The text, its embedded files empty."""
    return _DATA.sub(r"\1", text)


def _cut(source: str) -> str:
    return source if len(source) <= LONGEST else source[:LONGEST] + "\n…"


def _of_source(source: str) -> list[Cell]:
    """One cell for each top-level definition, with the comments right above it; what stands between is a cell, too."""
    lines = source.split("\n")
    try:
        body = parse(source).body
    except Unparsable:
        return [Cell(True, _cut(source.strip("\n")), None, 1, len(lines))]
    starts = {1}
    for node in body:
        if isinstance(node, _DEFINITIONS):
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            while first > 1 and lines[first - 2].startswith("#"):
                first -= 1
            starts |= {first, (node.end_lineno or node.lineno) + 1}
    edges = [*sorted(start for start in starts if start <= len(lines)), len(lines) + 1]
    cells = []
    for first, after in pairwise(edges):
        part = "\n".join(lines[first - 1 : after - 1]).strip("\n")
        if part.strip():
            cells.append(Cell(True, _cut(part), None, first, after - 1))
    return cells


def _defined_in(cells: Sequence[Cell], module: Module) -> dict[str, int]:
    try:
        body = parse(module.source).body
    except Unparsable:
        return {}
    by_number = {cell.number: index for index, cell in enumerate(cells) if cell.number is not None}
    found: dict[str, int] = {}
    for node in body:
        for name in _names(node):
            if module.cells:
                span = next((s for s in module.cells if s.first <= node.lineno <= s.last), None)
                index = by_number.get(span.cell) if span is not None else None
            else:
                index = next((i for i, c in enumerate(cells) if c.first <= node.lineno <= c.last), None)
            if index is not None:
                found[name] = index
    return found


def _names(node: ast.stmt) -> list[str]:
    if isinstance(node, _DEFINITIONS):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]

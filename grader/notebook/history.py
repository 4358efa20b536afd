"""What a notebook has defined so far: the cells that were executed as one module, read as grading reads notebooks."""

from __future__ import annotations

import ast
import json
from collections.abc import Sequence
from dataclasses import replace

from grader.intake.magics import CellReader
from grader.intake.notebook import definitions, read_notebook
from grader.intake.problems import MAX_CELLS, MAX_CODE, Unparsable, Unreadable
from grader.intake.text import normalise
from grader.model import CellSpan, Frame, Message, Module, Submission
from grader.notebook.newest import replaced

NAME = "notebook"


def submission_of(cells: Sequence[tuple[int, str]], path: str) -> Submission:
    """A submission of one module.

    Cells that are no Python defined nothing and are left out without a word; a definition that was executed again
    later is left out where it stood first. The module's cell numbers are execution counts.

    Args:
        cells: (execution count, text) in the order of execution.
        path: the notebook's name.
    """
    readable = _read(cells)
    kept = definitions([text for _, text in readable], path, [])
    lines = replaced(["\n".join(part) for part in kept])
    sources = [
        (number, "\n".join("" if n in gone else line for n, line in enumerate(text.split("\n"), 1)))
        for (number, text), gone in zip(readable, lines, strict=True)
    ]
    if sum(len(text.encode()) for _, text in sources) > MAX_CODE or len(sources) > MAX_CELLS:
        sources = [cell for cell, part in zip(sources, kept, strict=True) if any(part)][-MAX_CELLS:]
    if not sources:
        return Submission(NAME, path, unreadable=Message("intake.no_code", {"path": path}))
    written = [{"cell_type": "code", "source": text} for _, text in sources]
    data = json.dumps({"cells": written, "nbformat": 4, "nbformat_minor": 5, "metadata": {}}).encode()
    try:
        module = read_notebook(data, path, NAME)
    except Unreadable as error:
        return Submission(NAME, path, unreadable=error.message)
    return Submission(NAME, path, (_numbered(module, [number for number, _ in sources]),))


def _read(cells: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """The cells that are Python, IPython's own syntax replaced."""
    reader = CellReader()
    found: list[tuple[int, str]] = []
    for number, text in cells:
        try:
            read = reader.read(normalise(text))
        except Unparsable:
            continue
        if read is not None and read[1].body:
            found.append((number, read[0]))
    return found


def places_of(module: Module, names: Sequence[str]) -> dict[str, Frame]:
    """Name → where it is defined: the cell by its execution count, the line in it."""
    lines = module.source.split("\n")
    found: dict[str, Frame] = {}
    for node in ast.parse(module.source).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.name in names:
            for span in module.cells:
                if span.first <= node.lineno <= span.last:
                    line = node.lineno - span.first + 1
                    found[node.name] = Frame(module.path, line, node.name, lines[node.lineno - 1], span.cell)
    return found


def _numbered(module: Module, counts: list[int]) -> Module:
    """Cell numbers that people see beside the cells, in place of positions."""
    spans: tuple[CellSpan, ...] = tuple(replace(span, cell=counts[span.cell - 1]) for span in module.cells)
    left_out = {
        name: frame if frame.cell is None else replace(frame, cell=counts[frame.cell - 1])
        for name, frame in module.left_out.items()
    }
    return replace(module, cells=spans, left_out=left_out)

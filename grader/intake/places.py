"""Lines of a module → places in the file as the student knows it."""

from __future__ import annotations

from bisect import bisect_right

from grader.model import Frame, Module

_SHOWN = 200  # characters of a line


def locate(module: Module, line: int, function: str = "") -> Frame:
    """Where a line of a module's source stands in the file that was handed in.

    Args:
        module: of a submission.
        line: 1-based line of `module.source`; a line that it does not have gives a frame without text.
        function: what was running there.

    Returns:
        For a notebook the cell, counted among the code cells from 1, and the line in it.
    """
    lines = module.source.split("\n")
    text = lines[line - 1].strip()[:_SHOWN] if 1 <= line <= len(lines) else ""
    index = bisect_right(module.cells, line, key=lambda span: span.first) - 1
    if index >= 0 and line <= module.cells[index].last:
        span = module.cells[index]
        return Frame(module.path, line - span.first + 1, function, text, span.cell)
    return Frame(module.path, line, function, text)

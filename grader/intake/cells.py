"""The code cells of a notebook file, whatever tool wrote it."""

from __future__ import annotations

import json
from typing import Any

from grader.intake.problems import MAX_FILE, MB, Unreadable
from grader.intake.text import decode, normalise
from grader.model import Message

_MAX_NODES = 1_000_000  # lists and objects; millions of empty ones take a gigabyte


def code_cells(data: bytes, path: str) -> list[str]:
    """The sources of all code cells in order, empty ones included.

    Raises:
        Unreadable: the file is too large, no JSON, or no notebook.
    """
    return [source for kind, source in all_cells(data, path) if kind == "code"]


def all_cells(data: bytes, path: str) -> list[tuple[str, str]]:
    """Kind ("code", "markdown", or whatever the file says) and source of every cell in order.

    Reads nbformat 4 with or without cell ids, and the worksheets of nbformat 3; nothing else in the file matters,
    so that broken widgets, outputs and metadata cost nothing.

    Raises:
        Unreadable: the file is too large, no JSON, or no notebook.
    """
    if len(data) > MAX_FILE:
        raise Unreadable(Message("intake.too_large", {"path": path, "limit": MAX_FILE // MB}))
    text = decode(data, path)
    if not text.strip():
        raise Unreadable(Message("intake.empty", {"path": path}))
    if text.count("[") + text.count("{") > _MAX_NODES:
        raise Unreadable(Message("intake.too_complex", {"path": path}))
    try:
        notebook = json.loads(text)
    except json.JSONDecodeError as error:
        raise Unreadable(Message("intake.not_json", {"path": path, "line": error.lineno})) from None
    except (ValueError, RecursionError, MemoryError):  # an endless number, or nested too deeply
        raise Unreadable(Message("intake.not_notebook", {"path": path})) from None
    cells = _cells(notebook)
    if cells is None:
        raise Unreadable(Message("intake.not_notebook", {"path": path}))
    return [(str(cell.get("cell_type")), _source(cell)) for cell in cells if isinstance(cell, dict)]


def _cells(notebook: Any) -> list[Any] | None:
    if not isinstance(notebook, dict):
        return None
    cells = notebook.get("cells")
    if isinstance(cells, list):
        return cells
    worksheets = notebook.get("worksheets")
    if not isinstance(worksheets, list):
        return None
    sheets = [sheet.get("cells") for sheet in worksheets if isinstance(sheet, dict)]
    return [cell for sheet in sheets if isinstance(sheet, list) for cell in sheet]


def _source(cell: dict[str, Any]) -> str:
    source = cell.get("source", cell.get("input", ""))  # `input` in nbformat 3
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    return normalise(source) if isinstance(source, str) else ""

"""Which of the student's names a check calls, read from its source: where to look when a value is wrong."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from grader.model import Check

_FIXTURE = "student"


def names_asked(folder: Path, check: Check) -> tuple[str, ...]:
    """Names after `student.` in the check's function, in their order; none where it cannot be told.

    Args:
        folder: of the week's checks.
    """
    file, function = check.id.split("::")[0], check.name.partition("[")[0]
    return _names(folder / file).get(function, ())


@cache
def _names(file: Path) -> dict[str, tuple[str, ...]]:
    try:
        tree = ast.parse(file.read_text("utf-8"))
    except (OSError, ValueError, SyntaxError):
        return {}
    return {node.name: _of(node) for node in tree.body if isinstance(node, ast.FunctionDef)}


def _of(function: ast.FunctionDef) -> tuple[str, ...]:
    found = [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == _FIXTURE
    ]
    found.sort(key=lambda node: (node.lineno, node.col_offset))
    return tuple(dict.fromkeys(node.attr for node in found))

"""Names that only statements set which are not kept: a function that uses one fails, and should say why."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from itertools import islice

from grader.intake.parsing import nodes, statements
from grader.model import Frame

_MANY = 500  # names of one notebook
_SHOWN = 80  # characters of a statement


def set_names(source: str, tree: ast.Module) -> Iterator[tuple[str, int, str]]:
    """(name, line, the line's text) for every name that a statement outside definitions sets."""
    lines = source.split("\n")
    for statement in statements(tree.body):
        for target in _targets(statement):
            for node in ast.walk(target):
                if isinstance(node, ast.Name):
                    yield node.id, statement.lineno, lines[statement.lineno - 1].strip()[:_SHOWN]


def without_bound(set_by: Mapping[str, Frame], kept: ast.Module) -> dict[str, Frame]:
    """Without the names that the kept statements bind, too."""
    left = dict(set_by)
    for statement in statements(kept.body):
        left.pop(getattr(statement, "name", ""), None)
        if isinstance(statement, ast.Import | ast.ImportFrom):
            for alias in statement.names:
                left.pop((alias.asname or alias.name).partition(".")[0], None)
    if left:
        for node in nodes(kept):
            if type(node) is ast.Name and type(node.ctx) is ast.Store:
                left.pop(node.id, None)
    return dict(islice(left.items(), _MANY))


def _targets(statement: ast.stmt) -> list[ast.expr]:
    if isinstance(statement, ast.Assign):
        return statement.targets
    if isinstance(statement, ast.AnnAssign | ast.AugAssign | ast.For | ast.AsyncFor):
        return [statement.target]
    if isinstance(statement, ast.With | ast.AsyncWith):
        return [item.optional_vars for item in statement.items if item.optional_vars is not None]
    return []

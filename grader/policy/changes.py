"""Statements of a module that put something into what a name stands for: `CELLS["lstm"] = …`, `RNN.f = g`."""

from __future__ import annotations

import ast

_CHANGERS = frozenset({"append", "extend", "update", "setdefault", "insert", "add"})


def changes_in(module: ast.AST) -> dict[str, list[ast.stmt]]:
    """Name → the module's statements that put something into what it stands for."""
    found: dict[str, list[ast.stmt]] = {}
    for statement in module.body if isinstance(module, ast.Module) else []:
        for target in _changed(statement):
            root = target
            while isinstance(root, ast.Attribute | ast.Subscript):
                root = root.value
            if isinstance(root, ast.Name):
                found.setdefault(root.id, []).append(statement)
    return found


def _changed(statement: ast.stmt) -> list[ast.expr]:
    if isinstance(statement, ast.Assign | ast.AugAssign):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        return [target for target in targets if isinstance(target, ast.Attribute | ast.Subscript)]
    call = statement.value if isinstance(statement, ast.Expr) else None
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in _CHANGERS:
        return [call.func.value]
    return []

"""The parts of a body that can run, and the children of a node that are evaluated."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from grader.policy.scopes import FUNCTIONS

_ENDS = (ast.Return, ast.Raise, ast.Continue, ast.Break)
_TYPES = frozenset({"isinstance", "issubclass"})  # asking for a type uses nothing of it


def live(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements up to one after which nothing runs."""
    for statement in body:
        yield statement
        if isinstance(statement, _ENDS):
            return


def evaluated(node: ast.AST) -> Iterator[ast.AST]:
    """The children that running the node may run: no annotations, no branch of a constant condition.

    Definitions give nothing here; whoever walks decides which of them are called.
    """
    if isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.Lambda)):
        return
    if isinstance(node, ast.If | ast.While):
        fixed = _fixed(node.test)
        if fixed is None:
            yield node.test
        if fixed is not False:
            yield from live(node.body)
        if fixed is not True or isinstance(node, ast.While):
            yield from live(node.orelse)
        return
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _TYPES:
        yield node.func
        yield from node.args[:1]
        return
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "type_comment", "ctx"}:
            continue
        if isinstance(value, ast.AST):
            yield value
        elif isinstance(value, list):
            block = name in {"body", "orelse", "finalbody"}
            yield from live(value) if block else (item for item in value if isinstance(item, ast.AST))


def _fixed(test: ast.expr) -> bool | None:
    """The value of a condition that never changes; None for one that may."""
    if isinstance(test, ast.Constant):
        return bool(test.value)
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        inner = _fixed(test.operand) if isinstance(test.operand, ast.Constant) else None
        return None if inner is None else not inner
    name = test.attr if isinstance(test, ast.Attribute) else getattr(test, "id", "")
    return False if name == "TYPE_CHECKING" else None

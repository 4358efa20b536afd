"""The parts of a body that can run, and the children of a node that are evaluated."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

from grader.policy.nodes import DEFINITIONS, Fields

_ENDS = frozenset({ast.Return, ast.Raise, ast.Continue, ast.Break})
_TYPES = frozenset({"isinstance", "issubclass"})  # asking for a type uses nothing of it
_FIELDS = Fields("annotation", "returns")
_BLOCKS = frozenset({"body", "orelse", "finalbody"})


def live(body: Sequence[ast.stmt]) -> Sequence[ast.stmt]:
    """The statements up to one after which nothing runs."""
    for i, statement in enumerate(body, 1):
        if type(statement) in _ENDS:
            return body[:i]
    return body


def evaluated(node: ast.AST) -> list[ast.AST]:
    """The children that running the node may run: no annotations, no branch of a constant condition.

    Definitions give nothing here; whoever walks decides which of them are called.
    """
    kind = type(node)
    special = _SPECIAL.get(kind)
    if special is not None:
        found = special(node)
        if found is not None:
            return found
    found = []
    for name in _FIELDS[kind]:
        value = getattr(node, name, None)
        if type(value) is list:
            found += live(value) if name in _BLOCKS else [item for item in value if isinstance(item, ast.AST)]
        elif isinstance(value, ast.AST):
            found.append(value)
    return found


def _nothing(_node: Any) -> list[ast.AST] | None:
    return []


def _branches(node: Any) -> list[ast.AST] | None:
    fixed = _fixed(node.test)
    found: list[ast.AST] = [node.test] if fixed is None else []
    if fixed is not False:
        found += live(node.body)
    if fixed is not True or type(node) is ast.While:
        found += live(node.orelse)
    return found


def _call(node: Any) -> list[ast.AST] | None:
    asks = type(node.func) is ast.Name and node.func.id in _TYPES
    return [node.func, *node.args[:1]] if asks else [node.func, *node.args, *node.keywords]


_SPECIAL: dict[type[ast.AST], Callable[[Any], list[ast.AST] | None]] = {
    # The most frequent ones, as the fields would give them.
    ast.Attribute: lambda node: [node.value],
    ast.Expr: lambda node: [node.value],
    ast.keyword: lambda node: [node.value],
    ast.Assign: lambda node: [*node.targets, node.value],
    ast.BinOp: lambda node: [node.left, node.op, node.right],
    ast.UnaryOp: lambda node: [node.op, node.operand],
    ast.Compare: lambda node: [node.left, *node.ops, *node.comparators],
    ast.Subscript: lambda node: [node.value, node.slice],
    ast.Tuple: lambda node: node.elts,
    ast.List: lambda node: node.elts,
    **dict.fromkeys(DEFINITIONS, _nothing),
    ast.If: _branches,
    ast.While: _branches,
    ast.Call: _call,
}


def _fixed(test: ast.expr) -> bool | None:
    """The value of a condition that never changes; None for one that may."""
    if isinstance(test, ast.Constant):
        return bool(test.value)
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        inner = _fixed(test.operand) if isinstance(test.operand, ast.Constant) else None
        return None if inner is None else not inner
    name = test.attr if isinstance(test, ast.Attribute) else getattr(test, "id", "")
    return False if name == "TYPE_CHECKING" else None

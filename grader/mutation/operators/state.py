"""State: added where it should be replaced, replaced where it should be added, not kept, cut off from its gradient."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.mistakes import Mistake
from grader.mutation.build import called, statement, text
from grader.mutation.context import Change, Context, Role

_SIGNS = {ast.Add: "-=", ast.Sub: "+=", ast.Mult: "/=", ast.Div: "*="}


def change_assignment(node: ast.AST, context: Context) -> Iterator[Change]:
    """g[...] = d as g[...] += d; x += d as x = d; self.kept = h left out."""
    if isinstance(node, ast.AugAssign):
        target, value = ast.unparse(node.target), ast.unparse(node.value)
        added = isinstance(node.op, (ast.Add, ast.Sub))
        if added:
            yield Change(statement(f"{target} = {value}"), Mistake.NOT_ACCUMULATED)
        other = _SIGNS.get(type(node.op))
        if other is not None:
            yield Change(statement(f"{target} {other} {value}"), Mistake.SIGN if added else Mistake.WRONG_OPERATION)
        yield Change(ast.Pass(), Mistake.MISSING_TERM if added else Mistake.MISSING_FACTOR, context.named(node.value))
    elif isinstance(node, ast.Assign) and len(node.targets) == 1:
        target_node = node.targets[0]
        if isinstance(target_node, ast.Subscript):
            source = f"{ast.unparse(target_node)} += {ast.unparse(node.value)}"
            yield Change(statement(source), Mistake.ACCUMULATED)
        function = context.function
        own = isinstance(target_node, (ast.Attribute, ast.Subscript)) and function is not None
        if own and function is not None and function.name != "__init__":
            yield Change(ast.Pass(), Mistake.STALE)


def detach_value(node: ast.AST, context: Context) -> Iterator[Change]:
    """An intermediate value cut off from its gradient."""
    if not context.torch or context.by_hand or context.role is not Role.VALUE or not isinstance(node, ast.Assign):
        return
    calls = isinstance(node.value, (ast.Call, ast.BinOp))
    if calls and isinstance(node.targets[0], ast.Name) and _is_differentiable(node.value):
        source = f"{ast.unparse(node.targets[0])} = {text(node.value)}.detach()"
        yield Change(statement(source), Mistake.DETACHED)


def _is_differentiable(node: ast.expr) -> bool:
    """Whether the outermost operation can have a gradient: no comparison, no size, no list."""
    return isinstance(node, ast.BinOp) or called(node) in {
        *("tanh", "sigmoid", "relu", "softmax", "log_softmax", "exp", "log", "cat", "stack", "sum", "mean", "matmul"),
        *("einsum", "bmm", "gelu", "masked_fill", "transpose", "reshape", "view"),
    }

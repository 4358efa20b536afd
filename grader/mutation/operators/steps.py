"""Steps: one of a computation is left out."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from grader.mistakes import Mistake
from grader.mutation.build import called, is_method, names_in
from grader.mutation.context import Change, Context, arguments

# Calls whose first tensor can stand in their place.
_SAME_SHAPE = frozenset(
    ("masked_fill", "dropout", "layer_norm", "batch_norm", "normalize", "clamp", "clip", "tril", "triu", "nan_to_num")
)


def drop_call(node: ast.AST, context: Context) -> Iterator[Change]:
    """x.masked_fill(m, v) as x: the mask is not applied."""
    if not isinstance(node, ast.Call) or called(node) not in _SAME_SHAPE:
        return
    operands = node.args
    if is_method(node) and isinstance(node.func, ast.Attribute):
        operands = [node.func.value, *node.args]
    if operands and not (isinstance(operands[0], ast.Name) and operands[0].id == "self"):
        yield Change(operands[0], *_ignored(operands[1:], context))


def drop_statement(node: ast.AST, context: Context) -> Iterator[Change]:
    """x = f(x, y) left out, where x has a value already; so is a call for its effect."""
    function = context.function
    if function is None:
        return
    if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
        name = node.targets[0].id
        if name in names_in(node.value) and _bound_before(name, node, function):
            yield Change(ast.Pass(), *_ignored([n for n in ast.walk(node.value) if _is_other(n, name)], context))
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        name = called(node.value)
        if name in ("zero_grad", "zero_"):
            yield Change(ast.Pass(), Mistake.ACCUMULATED)
        elif name not in ("__init__", "print", "warn"):
            yield Change(ast.Pass(), Mistake.STALE)


def _ignored(nodes: Iterable[ast.AST], context: Context) -> tuple[Mistake, dict[str, object]]:
    """What a step without these operands is called: an argument that is ignored, if it is one."""
    function = context.function
    own = {a.arg for a in arguments(function)} if function is not None else set()
    names = [name for node in nodes for name in names_in(node) if name in own]
    return (Mistake.IGNORED_ARGUMENT, {"name": names[0]}) if names else (Mistake.WRONG_OPERATION, {})


def _is_other(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id != name


def _bound_before(name: str, node: ast.Assign, function: ast.FunctionDef) -> bool:
    """Whether the name has a value without this assignment: an argument's, or that of an earlier line."""
    if name in {a.arg for a in arguments(function)}:
        return True
    stores = (n for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))
    return any(n.id == name and n.lineno < node.lineno for n in stores)

"""Axes: another one, none, or two exchanged; a matrix transposed or not."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.mistakes import Mistake
from grader.mutation.build import called, expression, is_method, number, text
from grader.mutation.context import Change, Context

_KEYWORDS = {"dim", "axis"}
# Functions that take an axis by position, directly behind the tensor or behind one more argument.
_FIRST = (
    "sum mean max min amax amin prod std var softmax log_softmax logsumexp argmax argmin cumsum cumprod cat concat "
    "concatenate stack unbind unsqueeze squeeze norm all any sort flip"
)
_SECOND = "chunk split gather select index_select topk"
_AXIS = dict.fromkeys(_FIRST.split(), 0) | dict.fromkeys(_SECOND.split(), 1)
_ALL = "sum mean max min amax amin prod std var norm logsumexp all any argmax argmin"
_REDUCTIONS = frozenset(_ALL.split())
_TURNING = {"transpose", "swapaxes", "permute", "movedim"}
_LAYING_OUT = {"reshape", "view"}


def change_axis(node: ast.AST, context: Context) -> Iterator[Change]:
    """softmax(x, dim=1) over the neighbouring axis; a reduction over all axes."""
    if not isinstance(node, ast.Call):
        return
    name = called(node)
    for i, keyword in enumerate(node.keywords):
        if keyword.arg not in _KEYWORDS:
            continue
        for axis, other in _neighbours(keyword.value):
            new = [*node.keywords[:i], ast.keyword(keyword.arg, other), *node.keywords[i + 1 :]]
            yield Change(ast.Call(node.func, node.args, new), Mistake.WRONG_AXIS, axis)
        if name in _REDUCTIONS:
            rest = [*node.keywords[:i], *node.keywords[i + 1 :]]
            yield Change(ast.Call(node.func, node.args, rest), Mistake.WRONG_AXIS)
    at = _AXIS.get(name, -1) + (0 if is_method(node) else 1)
    if name in _AXIS and 0 <= at < len(node.args):
        for axis, other in _neighbours(node.args[at]):
            new_args = [*node.args[:at], other, *node.args[at + 1 :]]
            yield Change(ast.Call(node.func, new_args, node.keywords), Mistake.WRONG_AXIS, axis)


def change_order(node: ast.AST, context: Context) -> Iterator[Change]:
    """.T and transposes dropped; a square matrix transposed before a product; permute and reshape in another order."""
    if isinstance(node, ast.Attribute) and node.attr in ("T", "mT", "H"):
        yield Change(node.value, Mistake.PERMUTED, context.named(node.value))
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        if isinstance(node.right, (ast.Name, ast.Attribute)) and getattr(node.right, "attr", "") not in ("T", "mT"):
            turned = expression(f"{text(node.left)} @ {text(node.right)}.T")
            yield Change(turned, Mistake.PERMUTED, context.named(node.right))
    elif isinstance(node, ast.Call):
        yield from _turned(node, context)


def change_shape_index(node: ast.AST, context: Context) -> Iterator[Change]:
    """x.shape[1] for x.shape[0], x.size(1) for x.size(0)."""
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute) and node.value.attr == "shape":
        for axis, other in _neighbours(node.slice):
            yield Change(ast.Subscript(node.value, other, ast.Load()), Mistake.WRONG_AXIS, axis)
    elif called(node) == "size" and isinstance(node, ast.Call) and len(node.args) == 1:
        for axis, other in _neighbours(node.args[0]):
            yield Change(ast.Call(node.func, [other], node.keywords), Mistake.WRONG_AXIS, axis)


def _turned(call: ast.Call, context: Context) -> Iterator[Change]:
    name, first = called(call), 0 if is_method(call) else 1
    if name in _TURNING:
        value = call.func.value if is_method(call) and isinstance(call.func, ast.Attribute) else None
        target = value if value is not None else call.args[0] if call.args else None
        if target is not None:
            yield Change(target, Mistake.PERMUTED, context.named(target))
    if name in (_TURNING | _LAYING_OUT) - {"transpose", "swapaxes"}:
        axes = call.args[first:]
        for i in range(len(axes) - 1):
            swapped = [*axes[:i], axes[i + 1], axes[i], *axes[i + 2 :]]
            yield Change(ast.Call(call.func, [*call.args[:first], *swapped], call.keywords), Mistake.PERMUTED)
    for i, keyword in enumerate(call.keywords):
        if keyword.arg == "batch_first" and isinstance(keyword.value, ast.Constant):
            other = ast.keyword("batch_first", ast.Constant(not keyword.value.value))
            rest = [*call.keywords[:i], other, *call.keywords[i + 1 :]]
            yield Change(ast.Call(call.func, call.args, rest), Mistake.PERMUTED, {"name": "batch_first"})


def _neighbours(node: ast.expr) -> Iterator[tuple[dict[str, object], ast.expr]]:
    """{"axis": the right one} with each axis that it may be mistaken for."""
    if isinstance(node, ast.Tuple):
        for i in range(len(node.elts)):
            yield {}, ast.Tuple([*node.elts[:i], *node.elts[i + 1 :]], ast.Load())
        return
    axis = number(node)
    if isinstance(axis, int):
        other = 1 if axis == 0 else axis - 1 if axis > 0 else -2 if axis == -1 else axis + 1
        yield {"axis": axis}, expression(str(other))

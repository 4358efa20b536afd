"""Constants: 1 for 0, 3 for 2, no epsilon, a flag turned; an exponent lost."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.mistakes import Mistake
from grader.mutation.build import called, number
from grader.mutation.context import Change, Context, Role

_SMALL = 0.05  # below it a number is taken for an epsilon
# Their meaning is an axis, a layout or a size, which other operators change, or nothing that a check could see.
_NOT_OURS = {
    "dim",
    "axis",
    "dims",
    "batch_first",
    "keepdim",
    "keepdims",
    "dtype",
    "device",
    "seed",
    "strict",
    "inplace",
}


def change_constant(node: ast.AST, context: Context) -> Iterator[Change]:
    """A number of an equation or an option is another one."""
    parent = context.parent
    keyword = parent.arg if isinstance(parent, ast.keyword) else None
    if keyword in _NOT_OURS or (context.role is not Role.VALUE and keyword is None):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        if keyword is not None or isinstance(parent, ast.arguments):
            yield Change(ast.Constant(not node.value), Mistake.WRONG_CONSTANT, {"name": keyword} if keyword else {})
        return
    value = number(node)
    if value is None or isinstance(parent, ast.UnaryOp):
        return
    for other in _others(value):
        yield Change(ast.Constant(other), Mistake.WRONG_CONSTANT, {"expected": str(value), "actual": str(other)})


def change_infinity(node: ast.AST, context: Context) -> Iterator[Change]:
    """−inf, with which scores are masked, as 0."""
    if isinstance(node, ast.Call) and called(node) == "float" and len(node.args) == 1:
        said = node.args[0]
        infinite = isinstance(said, ast.Constant) and str(said.value).lstrip("+-").lower() in ("inf", "infinity")
    else:
        infinite = isinstance(node, ast.Attribute) and node.attr == "inf"
    if infinite:
        yield Change(ast.Constant(0.0), Mistake.WRONG_CONSTANT, {"expected": "inf", "actual": "0"})


def _others(value: float) -> tuple[float, ...]:
    if isinstance(value, int):
        return (value + 1, value - 1) if value > 1 else (value + 1,)
    if 0 < abs(value) < _SMALL:
        return (0.0, value * 1000)
    return (value * 2, value + 1)

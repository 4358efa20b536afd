"""Masks and conditions: turned round."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.mistakes import Mistake
from grader.mutation.build import called, expression, is_method, replaced_call, text
from grader.mutation.context import Change, Context

_MASKED = {"masked_fill", "masked_fill_", "masked_select", "masked_scatter", "where", "tril", "triu"}
_EQUAL = {ast.Eq: "!=", ast.NotEq: "==", ast.Is: "is not", ast.IsNot: "is", ast.In: "not in", ast.NotIn: "in"}


def is_mask(node: ast.AST, context: Context) -> bool:
    """Whether a comparison makes a mask, not a decision of the program."""
    for parent in reversed(context.parents):
        if called(parent) in _MASKED or isinstance(parent, ast.Subscript):
            return True
        if isinstance(parent, (ast.If, ast.IfExp, ast.While, ast.comprehension, ast.Assert)):
            return False
        if isinstance(parent, ast.Assign):
            return True
    return False


def change_mask(node: ast.AST, context: Context) -> Iterator[Change]:
    """~m as m, masked_fill(m, v) as masked_fill(~m, v), where's two values exchanged, tril for triu."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert):
        yield Change(node.operand, Mistake.MASK_INVERTED)
    if not isinstance(node, ast.Call):
        return
    name, first = called(node), 0 if is_method(node) else 1
    if name in ("masked_fill", "masked_fill_") and len(node.args) > first:
        mask = expression(f"~{text(node.args[first])}")
        new = [*node.args[:first], mask, *node.args[first + 1 :]]
        yield Change(ast.Call(node.func, new, node.keywords), Mistake.MASK_INVERTED)
    elif name == "where" and len(node.args) == 3 and not is_method(node):  # condition, value, other
        condition, value, other = node.args
        yield Change(ast.Call(node.func, [condition, other, value], node.keywords), Mistake.MASK_INVERTED)
    elif name in ("tril", "triu"):
        yield Change(replaced_call(node, "triu" if name == "tril" else "tril"), Mistake.MASK_INVERTED)


def change_condition(node: ast.AST, context: Context) -> Iterator[Change]:
    """if c: as if not c:; == as !=; and as or; a comprehension's filter dropped."""
    if isinstance(node, (ast.If, ast.IfExp, ast.While)) and not isinstance(node.test, ast.Compare):
        inverted = ast.UnaryOp(ast.Not(), node.test)
        if isinstance(node, ast.IfExp):
            yield Change(ast.IfExp(inverted, node.body, node.orelse), Mistake.CONDITION_INVERTED)
        else:
            yield Change(type(node)(inverted, node.body, node.orelse), Mistake.CONDITION_INVERTED)
    elif isinstance(node, ast.Compare) and len(node.ops) == 1:
        mistake = Mistake.MASK_INVERTED if is_mask(node, context) else Mistake.CONDITION_INVERTED
        left, right = text(node.left), text(node.comparators[0])
        other = _EQUAL.get(type(node.ops[0]))
        if other is not None:
            yield Change(expression(f"{left} {other} {right}"), mistake)
        else:
            turned = {ast.Lt: ">=", ast.LtE: ">", ast.Gt: "<=", ast.GtE: "<"}[type(node.ops[0])]
            yield Change(expression(f"{left} {turned} {right}"), mistake)
    elif isinstance(node, ast.BoolOp):
        other_op: ast.boolop = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield Change(ast.BoolOp(other_op, node.values), Mistake.CONDITION_INVERTED)
    elif isinstance(node, ast.comprehension) and node.ifs:
        yield Change(ast.comprehension(node.target, node.iter, [], node.is_async), Mistake.CONDITION_INVERTED)

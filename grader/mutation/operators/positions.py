"""Positions: off by one in slices, ranges and comparisons; reversed, or not; another index."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.mistakes import Mistake
from grader.mutation.build import called, expression, number, text
from grader.mutation.context import Change, Context, Role
from grader.mutation.operators.masks import is_mask

_ORDER = {ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">"}


def change_slice(node: ast.AST, context: Context) -> Iterator[Change]:
    """x[a:b] with an end moved by one; x[::-1] the right way round."""
    if not isinstance(node, ast.Slice):
        return
    for name, bound in (("lower", node.lower), ("upper", node.upper)):
        if bound is None:
            continue
        for step in (1, -1):
            value = number(bound)
            if isinstance(value, int) and (value + step) * value < 0:
                continue  # −1 + 1 is the other end
            moved = _moved(bound, step)
            ends = {"lower": node.lower, "upper": node.upper, name: moved}
            yield Change(ast.Slice(ends["lower"], ends["upper"], node.step), Mistake.OFF_BY_ONE)
    if node.step is not None and number(node.step) == -1:
        yield Change(ast.Slice(node.lower, node.upper, None), Mistake.REVERSED)


def change_index(node: ast.AST, context: Context) -> Iterator[Change]:
    """x[0] as x[1], x[-1] as x[0], x[t − 1] as x[t]."""
    if context.role is not Role.INDEX or isinstance(context.parent, (ast.Slice, ast.UnaryOp, ast.BinOp)):
        return
    subscript = next((p for p in reversed(context.parents) if isinstance(p, ast.Subscript)), None)
    if subscript is not None and isinstance(subscript.value, ast.Attribute) and subscript.value.attr == "shape":
        return
    value = number(node)
    if isinstance(value, int):
        others = (value + 1,) if value >= 0 else (value + 1, value - 1)
        for other in others:
            yield Change(expression(str(other)), Mistake.SHIFTED)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
        for step in (1, -1):
            yield Change(_moved(node, step), Mistake.SHIFTED)


def change_range(node: ast.AST, context: Context) -> Iterator[Change]:
    """range and arange one shorter or longer at either end; reversed() and flip dropped."""
    if not isinstance(node, ast.Call):
        return
    name, args = called(node), node.args
    if name in ("range", "arange") and args:
        ends = [0] if len(args) == 1 else [0, 1]
        for i in ends:
            for step in (1, -1):
                new = [*args[:i], _moved(args[i], step), *args[i + 1 :]]
                yield Change(ast.Call(node.func, new, node.keywords), Mistake.OFF_BY_ONE)
        if len(args) == 1 and name == "range":
            yield Change(expression(f"range(1, {text(args[0])})"), Mistake.OFF_BY_ONE)
    elif name in ("reversed", "flip") and args:
        yield Change(args[0], Mistake.REVERSED)
    elif name == "roll" and args:
        yield Change(args[0], Mistake.SHIFTED)


def change_comparison(node: ast.AST, context: Context) -> Iterator[Change]:
    """< as <=."""
    if not isinstance(node, ast.Compare) or len(node.ops) != 1:
        return
    other = _ORDER.get(type(node.ops[0]))
    if other is not None:
        mistake = Mistake.MASK_OFF_BY_ONE if is_mask(node, context) else Mistake.OFF_BY_ONE
        yield Change(expression(f"{text(node.left)} {other} {text(node.comparators[0])}"), mistake)


def change_diagonal(node: ast.AST, context: Context) -> Iterator[Change]:
    """tril and triu with the diagonal next to the right one."""
    if called(node) not in ("tril", "triu") or not isinstance(node, ast.Call):
        return
    others = [k for k in node.keywords if k.arg not in ("diagonal", "k")]
    given = [number(k.value) for k in node.keywords if k.arg in ("diagonal", "k")]
    word = "diagonal" if context.torch else "k"
    for step in (1, -1):
        diagonal = ast.keyword(word, ast.Constant(int(given[0] if given and given[0] is not None else 0) + step))
        yield Change(ast.Call(node.func, node.args[:1], [*others, diagonal]), Mistake.MASK_OFF_BY_ONE)


def _moved(node: ast.expr, step: int) -> ast.expr:
    value = number(node)
    if value is not None:
        return expression(str(value + step))
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
        right = number(node.right)
        if right is not None:
            whole = (right if isinstance(node.op, ast.Add) else -right) + step
            return expression(text(node.left) + (f" + {whole}" if whole > 0 else f" - {-whole}" if whole else ""))
    return expression(f"{text(node)} {'+' if step > 0 else '-'} 1")

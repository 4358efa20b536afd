"""Sums and products as lists: a + b − c is three terms, a · b / c three factors."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from grader.mutation.build import expression, number, text
from grader.mutation.context import Context

_Operators = tuple[type[ast.operator], type[ast.operator]]
_SUM: _Operators = (ast.Add, ast.Sub)
_PRODUCT: _Operators = (ast.Mult, ast.Div)


@dataclass(frozen=True)
class Part:
    """One operand; `inverse` where it is subtracted or divided by."""

    node: ast.expr
    inverse: bool


def terms(node: ast.AST, context: Context) -> list[Part]:
    """The terms of a sum, where `node` is the whole of it; otherwise nothing."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, _SUM):
        return []
    inside = isinstance(context.parent, ast.BinOp) and isinstance(context.parent.op, _SUM)
    return [] if inside else _flat(node, _SUM, inverse=False)


def factors(node: ast.AST, context: Context) -> list[Part]:
    """The factors of a product, where `node` is the whole of it; otherwise nothing."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, _PRODUCT):
        return []
    parent = context.parent
    if isinstance(parent, ast.BinOp) and isinstance(parent.op, _PRODUCT):
        below = isinstance(parent.op, ast.Div) and parent.right is node
        if not below:
            return []
    return _flat(node, _PRODUCT, inverse=False)


def _flat(node: ast.expr, kinds: _Operators, *, inverse: bool) -> list[Part]:
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, kinds):
        return [Part(node, inverse)]
    right = inverse != isinstance(node.op, kinds[1])
    left = _flat(node.left, kinds, inverse=inverse)
    if isinstance(node.op, ast.Div):  # x / (a · b): one divisor
        return [*left, Part(node.right, right)]
    return [*left, *_flat(node.right, kinds, inverse=right)]


def total(parts: list[Part]) -> ast.expr:
    """The sum of some terms; 0 of none."""
    source = "".join(f" {'-' if p.inverse else '+'} {text(p.node)}" for p in parts)
    return expression(source.strip().removeprefix("+ ") or "0")


def product(parts: list[Part]) -> ast.expr:
    """The product of some factors; 1 of none."""
    source = "".join(f" {'/' if p.inverse else '*'} {text(p.node)}" for p in parts).strip()
    return expression(source.removeprefix("* ") if not source.startswith("/") else f"1 {source}")


def one_minus(node: ast.AST) -> ast.expr | None:
    """What stands behind the minus of 1 − x."""
    one = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub) and number(node.left) == 1
    return node.right if one and isinstance(node, ast.BinOp) else None


def squared(node: ast.AST | None) -> ast.expr | None:
    """x of x², written as x ** 2 or x · x."""
    if not isinstance(node, ast.BinOp):
        return None
    if isinstance(node.op, ast.Pow) and number(node.right) == 2:  # a square
        return node.left
    same = isinstance(node.op, ast.Mult) and ast.dump(node.left) == ast.dump(node.right)
    return node.left if same else None

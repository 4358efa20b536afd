"""Sums: a term or the bias is missing, counted twice, or has the wrong sign."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from grader.mistakes import Mistake
from grader.mutation.build import expression, is_text, names_in, number, text
from grader.mutation.chains import Part, one_minus, squared, terms, total
from grader.mutation.context import Change, Context, Role

_BIAS = re.compile(r"(?:b|bias|beta)(?:\d*|_\w+)|\w+_(?:b|bias)|b[a-z]")


def change_terms(node: ast.AST, context: Context) -> Iterator[Change]:
    """a + b + c: without one, with one twice, with one's sign turned; a − b turned round."""
    parts = terms(node, context)
    if not parts or context.role is not Role.VALUE or is_text(p.node for p in parts):
        return
    for i, part in enumerate(parts):
        rest = [*parts[:i], *parts[i + 1 :]]
        about = context.named(part.node, tuple(p.node for p in rest))
        yield Change(total(rest), *_missing(node, part, about, context))
        yield Change(total([*parts[:i], Part(part.node, not part.inverse), *parts[i + 1 :]]), Mistake.SIGN, about)
        if number(part.node) is None:
            twice = Part(expression(f"2 * {text(part.node)}"), part.inverse)
            yield Change(total([*parts[:i], twice, *parts[i + 1 :]]), Mistake.DOUBLED_TERM, about)
    if len(parts) == 2 and parts[1].inverse:  # a difference
        turned = total([Part(parts[1].node, False), Part(parts[0].node, True)])
        yield Change(turned, Mistake.SWAPPED_OPERANDS)


def change_sign(node: ast.AST, context: Context) -> Iterator[Change]:
    """−x without its minus."""
    negated = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and number(node) is None
    if negated and isinstance(node, ast.UnaryOp) and context.role is Role.VALUE:
        yield Change(node.operand, Mistake.SIGN, context.named(node.operand))


def _missing(
    node: ast.AST, part: Part, about: dict[str, object], context: Context
) -> tuple[Mistake, dict[str, object]]:
    behind = one_minus(node)
    if behind is not None and isinstance(context.parent, ast.BinOp) and part.node is behind:
        # 1 − x without x is 1: the factor is gone.
        derivative = squared(behind) is not None or _is_product_with(context.parent, behind)
        return (Mistake.MISSING_DERIVATIVE, about) if derivative else (Mistake.MISSING_FACTOR, {})
    value = number(part.node)
    if value is not None:
        return Mistake.MISSING_TERM, {"name": str(value)}
    names = names_in(part.node)
    if len(names) == 1 and _BIAS.fullmatch(names[0]) and isinstance(part.node, (ast.Name, ast.Attribute)):
        return Mistake.MISSING_BIAS, {"name": names[0]}
    return Mistake.MISSING_TERM, about


def _is_product_with(product: ast.BinOp, factor: ast.expr) -> bool:
    """Whether a product has this factor: s · (1 − s)."""
    wanted = ast.dump(factor)
    return isinstance(product.op, ast.Mult) and any(ast.dump(n) == wanted for n in _operands(product))


def _operands(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        yield from _operands(node.left)
        yield from _operands(node.right)
    else:
        yield node

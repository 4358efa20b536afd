"""Products: a gate, a derivative or a scale is missing; another operation stands in its place."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from grader.mistakes import Mistake
from grader.mutation.build import called, expression, is_text, number, text
from grader.mutation.chains import Part, factors, one_minus, product, squared
from grader.mutation.context import Change, Context, Role

_SCALES = {"sqrt", "len", "size", "numel", "float", "int"}


def change_factors(node: ast.AST, context: Context) -> Iterator[Change]:
    """a · b / c: without one; without both of s · (1 − s)."""
    parts = factors(node, context)
    if not parts or context.role is not Role.VALUE or is_text(p.node for p in parts):
        return
    dumps = [ast.dump(p.node) for p in parts]
    for i, part in enumerate(parts):
        rest = [*parts[:i], *parts[i + 1 :]]
        yield Change(product(rest), *_missing(part, rest, context))
        behind = one_minus(part.node)
        if behind is not None and ast.dump(behind) in dumps:
            other = dumps.index(ast.dump(behind))
            both = [p for k, p in enumerate(parts) if k not in (i, other)]
            yield Change(product(both), Mistake.MISSING_DERIVATIVE, context.named(behind))


def change_operation(node: ast.AST, context: Context) -> Iterator[Change]:
    """Another operation: + for ·, · for /, the matrix product turned round."""
    if not isinstance(node, ast.BinOp) or context.role is not Role.VALUE or is_text((node.left, node.right)):
        return
    left, right = text(node.left), text(node.right)
    if isinstance(node.op, ast.Mult):
        yield Change(expression(f"{left} + {right}"), Mistake.WRONG_OPERATION)
    elif isinstance(node.op, ast.Div):
        yield Change(expression(f"{left} * {right}"), Mistake.WRONG_OPERATION)
        yield Change(expression(f"{right} / {left}"), Mistake.SWAPPED_OPERANDS)
        yield Change(expression(f"{left} // {right}"), Mistake.INTEGER)
    elif isinstance(node.op, ast.MatMult):
        yield Change(expression(f"{right} @ {left}"), Mistake.SWAPPED_OPERANDS)
    elif isinstance(node.op, ast.Pow) and number(node.right) is None:
        yield Change(expression(f"{right} ** {left}"), Mistake.SWAPPED_OPERANDS)
    elif isinstance(node.op, ast.FloorDiv):
        yield Change(expression(f"{left} / {right}"), Mistake.WRONG_OPERATION)
    elif isinstance(node.op, ast.Mod):
        yield Change(node.left, Mistake.WRONG_OPERATION)


def _missing(part: Part, rest: list[Part], context: Context) -> tuple[Mistake, Mapping[str, object]]:
    value = number(part.node)
    if value is not None:
        return Mistake.SCALED, {"factor": f"1/{value}" if part.inverse else str(value)}
    if part.inverse or called(part.node) in _SCALES or _is_size(part.node):
        return Mistake.SCALED, {}
    behind = one_minus(part.node)
    if behind is not None:
        if squared(behind) is not None or ast.dump(behind) in {ast.dump(p.node) for p in rest}:
            return Mistake.MISSING_DERIVATIVE, context.named(behind)
        return Mistake.MISSING_FACTOR, {}
    one = isinstance(part.node, (ast.Name, ast.Attribute, ast.Call))
    return Mistake.MISSING_FACTOR, context.named(part.node) if one else {}


def _is_size(node: ast.AST) -> bool:
    """x.shape[0]"""
    return isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute) and node.value.attr == "shape"

"""Blocks and lists: gates read in another order, parts put together in another order."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import combinations

from grader.mistakes import Mistake
from grader.mutation.context import Change, Context, Role

_MOST = 6  # parts of which every pair is exchanged; of more only neighbours


def swap_targets(node: ast.AST, context: Context) -> Iterator[Change]:
    """f, i, g, o = … as i, f, g, o = …."""
    if not isinstance(node, ast.Assign) or len(node.targets) != 1 or not isinstance(node.targets[0], ast.Tuple):
        return
    targets = node.targets[0].elts
    for i, k in pairs(len(targets)):
        names = [t.id if isinstance(t, ast.Name) else "" for t in (targets[i], targets[k])]
        new = ast.Tuple(swapped(targets, i, k), ast.Store())
        yield Change(ast.Assign([new], node.value), Mistake.SWAPPED_BLOCKS, _both(names, context))


def swap_items(node: ast.AST, context: Context) -> Iterator[Change]:
    """cat([a, b]) as cat([b, a]), and every other list or tuple that is no shape, index or result."""
    if (
        not isinstance(node, (ast.List, ast.Tuple))
        or not isinstance(node.ctx, ast.Load)
        or context.role is not Role.VALUE
    ):
        return
    parent = context.parent
    if isinstance(parent, ast.Return) or (isinstance(parent, ast.Assign) and _unpacked(parent)):
        return
    for i, k in pairs(len(node.elts)):
        names = [e.id if isinstance(e, ast.Name) else "" for e in (node.elts[i], node.elts[k])]
        new = type(node)(swapped(node.elts, i, k), ast.Load())
        yield Change(new, Mistake.SWAPPED_BLOCKS, _both(names, context))


def pairs(count: int) -> list[tuple[int, int]]:
    """Which two of so many are exchanged."""
    return list(combinations(range(count), 2)) if count <= _MOST else [(i, i + 1) for i in range(count - 1)]


def swapped(items: list[ast.expr], i: int, k: int) -> list[ast.expr]:
    """The list with two items exchanged."""
    new = list(items)
    new[i], new[k] = new[k], new[i]
    return new


def _unpacked(assign: ast.Assign) -> bool:
    return any(isinstance(target, ast.Tuple) for target in assign.targets)


def _both(names: list[str], context: Context) -> dict[str, object]:
    known = all(name and context.shown(name) for name in names)
    return {"first": names[0], "second": names[1]} if known else {}

"""The last definition wins: what was executed again later is taken out where it stood first.

Otherwise an earlier attempt would be judged along: one that uses a banned name, one that fails when it is run.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from grader.intake.parsing import parse

_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def replaced(cells: Sequence[str]) -> list[set[int]]:
    """For every cell the lines (from 1) of definitions that a later one replaces.

    A definition stays where something that ran before its replacement needed it: a base class, a decorator, a default.

    Args:
        cells: what grading keeps of them, in the order of execution.
    """
    trees = [parse(source) for source in cells]
    later: set[str] = set()
    needed: set[str] = set()  # by what stands between a definition and the next one of its name
    found: list[set[int]] = [set() for _ in cells]
    for lines, tree in zip(reversed(found), reversed(trees), strict=True):
        for statement in reversed(tree.body):
            if isinstance(statement, _Definition):
                if statement.name in later and statement.name not in needed and _alone(statement, tree):
                    lines |= set(range(_first(statement), (statement.end_lineno or statement.lineno) + 1))
                    continue
                later.add(statement.name)
                needed.discard(statement.name)
            needed |= set(_at_once(statement))
    return found


def _first(statement: _Definition) -> int:
    return min([statement.lineno, *(decorator.lineno for decorator in statement.decorator_list)])


def _alone(statement: _Definition, tree: ast.Module) -> bool:
    """Whether no other statement shares a line with it."""
    first, last = _first(statement), statement.end_lineno or statement.lineno
    return not any(o is not statement and o.lineno <= last and (o.end_lineno or o.lineno) >= first for o in tree.body)


def _at_once(statement: ast.stmt) -> Iterator[str]:
    """Names that are looked up when the statement runs, not when what it defines is called."""
    parts: list[ast.AST] = [statement]
    while parts:
        node = parts.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            parts += [*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)]
        elif isinstance(node, ast.Lambda):
            continue
        else:
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                yield node.id
            parts += ast.iter_child_nodes(node)

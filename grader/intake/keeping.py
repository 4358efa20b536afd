"""Which statements of a notebook are kept, and how they look with everything else gone.

Kept: imports, definitions, constants; `if` and `try` around them, where what else they contain becomes `pass`.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from grader.intake.constants import Names, is_constant

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


@dataclass(frozen=True)
class _Cut:
    """A statement inside a kept block that is replaced."""

    node: ast.stmt
    by: bytes


def keep(source: str, tree: ast.Module, names: Names) -> list[str]:
    """The lines of a text with only the kept statements left, each at its line.

    Args:
        source: Python, lines ending in LF.
        tree: its syntax tree.
        names: what the names of the whole notebook stand for.
    """
    lines = [line.encode() for line in source.split("\n")]  # columns of a tree count bytes
    kept = [b""] * len(lines)
    for statement in tree.body:
        try:
            cuts = _cuts(statement, names, lines)
        except RecursionError:  # an expression of a thousand operators is no plain constant
            cuts = None
        if cuts is None:
            continue
        first = _first_line(statement)
        for number, piece in enumerate(_text(statement, first, cuts, lines), first - 1):
            # A second statement on a line; what came before it may have been dropped.
            kept[number] = kept[number] + b"; " + piece if kept[number] else piece
    return [line.decode() for line in kept]


def _cuts(statement: ast.stmt, names: Names, lines: list[bytes]) -> list[_Cut] | None:
    """What is replaced inside a statement that is kept; None for a statement that is not."""
    if isinstance(statement, ast.If):
        if not is_constant(statement.test, names):
            return None
        return _block([*statement.body, *statement.orelse], names, lines)
    if isinstance(statement, ast.Try | ast.TryStar):
        handlers = [child for handler in statement.handlers for child in handler.body]
        return _block([*statement.body, *handlers, *statement.orelse, *statement.finalbody], names, lines)
    return [] if _is_kept(statement, names) else None


def _block(children: list[ast.stmt], names: Names, lines: list[bytes]) -> list[_Cut] | None:
    found: list[_Cut] = []
    anything = False
    for child in children:
        inner = _cuts(child, names, lines)
        if inner is not None:
            anything = True
            found += inner
        elif not isinstance(child, ast.Pass):
            is_elif = lines[child.lineno - 1][child.col_offset :].startswith(b"elif")
            found.append(_Cut(child, b"else: pass" if is_elif else b"pass"))
    return found if anything else None


def _is_kept(statement: ast.stmt, names: Names) -> bool:
    if isinstance(statement, _DEFINITIONS):
        return True
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AnnAssign | ast.AugAssign):
        targets = [statement.target]
    else:
        return type(statement).__name__ == "TypeAlias"  # Python 3.12
    return all(is_constant(target, names) for target in targets) and (
        statement.value is None or is_constant(statement.value, names)
    )


def _first_line(statement: ast.stmt) -> int:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return min([statement.lineno, *(decorator.lineno for decorator in statement.decorator_list)])
    return statement.lineno


def _text(statement: ast.stmt, first: int, cuts: list[_Cut], lines: list[bytes]) -> list[bytes]:
    """The lines of a statement, cuts made, without what shares its first and last line."""
    last, end = statement.end_lineno or first, statement.end_col_offset or 0
    piece = lines[first - 1 : last]
    piece[-1] = piece[-1][:end]
    for cut in sorted(cuts, key=lambda c: (c.node.lineno, c.node.col_offset), reverse=True):
        _replace(piece, first, cut)
    piece[0] = piece[0][statement.col_offset :]
    return piece


def _replace(piece: list[bytes], first: int, cut: _Cut) -> None:
    top, bottom = _first_line(cut.node) - first, (cut.node.end_lineno or cut.node.lineno) - first
    before, after = piece[top][: cut.node.col_offset], piece[bottom][cut.node.end_col_offset or 0 :]
    if top == bottom:
        piece[top] = before + cut.by + after
        return
    # Statements that follow on the last line stay there: backslashes join the lines between.
    joint = b"\\" if after.strip().startswith(b";") else b""
    piece[top : bottom + 1] = [before + cut.by + joint, *[joint] * (bottom - top - 1), after if joint else b""]

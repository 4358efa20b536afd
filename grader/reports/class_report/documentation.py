"""What a hand-in says about itself: comments and docstrings, counted."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from grader.model import Module, Submission

# By its look, a line of text included: parsing a class of 600 for this took ten seconds.
_COMMENT = re.compile(r"^[^\n\"'#]*#[ \t#]*[^\s#]{2}", re.MULTILINE)


@dataclass(frozen=True)
class Documentation:
    """Comment lines, and how many of the functions and classes have a docstring.

    Of a notebook the statements that are kept count: text cells are not part of a submission.
    """

    comments: int
    functions: int
    explained: int

    @property
    def complete(self) -> bool:
        """Whether everything that is defined says what it does."""
        return 0 < self.functions == self.explained


def documentation(submission: Submission) -> Documentation:
    """Counted over all files; what cannot be parsed counts as nothing."""
    counted = [_of(module) for module in submission.modules]
    return Documentation(*(sum(part) for part in zip(*counted, strict=True))) if counted else Documentation(0, 0, 0)


def _of(module: Module) -> tuple[int, int, int]:
    functions = explained = 0
    with suppress(SyntaxError, ValueError, RecursionError, MemoryError):
        for node in _definitions(ast.parse(module.source)):
            if not _is_magic(node.name):
                functions += 1
                explained += bool(ast.get_docstring(node))
    return len(_COMMENT.findall(module.source)), functions, explained


def _definitions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """All of them, those inside others and inside other statements too; expressions hold none."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node
        for name in ("body", "orelse", "handlers", "finalbody", "cases"):
            below = getattr(node, name, ())
            if isinstance(below, list):
                waiting += below


def _is_magic(name: str) -> bool:
    """Python says what these do."""
    return name.startswith("__") and name.endswith("__")

"""What a hand-in says about itself: comments and docstrings, counted."""

from __future__ import annotations

import ast
import io
import tokenize
from contextlib import suppress
from dataclasses import dataclass

from grader.model import Module, Submission


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
    comments = functions = explained = 0
    # A file that breaks in the middle has the comments before that.
    with suppress(tokenize.TokenError, SyntaxError):
        for token in tokenize.generate_tokens(io.StringIO(module.source).readline):
            comments += token.type == tokenize.COMMENT and len(token.string.strip("# \t")) > 1
    with suppress(SyntaxError, ValueError, RecursionError, MemoryError):
        for node in ast.walk(ast.parse(module.source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not _is_magic(node.name):
                functions += 1
                explained += bool(ast.get_docstring(node))
    return comments, functions, explained


def _is_magic(name: str) -> bool:
    """Python says what these do."""
    return name.startswith("__") and name.endswith("__")

"""What an operator knows beside the node: the function around it, its arguments, and what may be named to a student."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from grader.mistakes import Mistake
from grader.mutation.build import names_in

_TENSOR = re.compile(r"\b(Tensor|ndarray|Array|NDArray)\b")
_WHOLE = re.compile(r"\b(int64|int32|ids?|indices|index|bool|mask|integers?)\b", re.IGNORECASE)


class Role(StrEnum):
    """What an expression is there for: numbers in an index are positions, not amounts."""

    VALUE = "value"
    INDEX = "index"  # inside [...]
    SHAPE = "shape"  # an argument of range, chunk, reshape, …


@dataclass(frozen=True)
class Change:
    """What a node becomes, and what a person would call the mistake. `params`: argument names and numbers."""

    node: ast.AST
    mistake: Mistake
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Context:
    """Where a node stands.

    Attributes:
        parents: the nodes around it inside the definition, outermost first.
        functions: the module's functions that tasks name. torch: the module uses torch; otherwise numpy.
    """

    parents: tuple[ast.AST, ...]
    role: Role
    functions: Mapping[str, ast.FunctionDef]
    torch: bool

    @property
    def parent(self) -> ast.AST | None:
        """The node directly around it."""
        return self.parents[-1] if self.parents else None

    @cached_property
    def function(self) -> ast.FunctionDef | None:
        """The innermost function around it."""
        return next((p for p in reversed(self.parents) if isinstance(p, ast.FunctionDef)), None)

    @property
    def library(self) -> str:
        """What zeros_like and its like are attributes of."""
        return "torch" if self.torch else "np"

    @property
    def by_hand(self) -> bool:
        """Whether the function computes gradients itself: nobody differentiates it."""
        return self.function is not None and re.search("backward|grad", self.function.name) is not None

    def shown(self, name: str) -> bool:
        """Whether a student knows the name: an argument, or a letter of the docstring's equations."""
        functions = [p for p in self.parents if isinstance(p, ast.FunctionDef)]
        if any(name in {a.arg for a in arguments(f)} for f in functions):
            return True
        if len(name) > 2 or not name.isalpha():
            return False
        return any(re.search(rf"(?<![A-Za-z]){name}(?![A-Za-z])", doc) for doc in self._equations)

    @cached_property
    def _equations(self) -> list[str]:
        """The docstrings around, and those of the functions that they name in backquotes."""
        docs = [ast.get_docstring(p) or "" for p in self.parents if isinstance(p, (ast.FunctionDef, ast.ClassDef))]
        others = {name for doc in docs for name in re.findall(r"`(\w+)`", doc)}
        return [*docs, *(ast.get_docstring(f) or "" for name, f in self.functions.items() if name in others)]

    def named(self, node: ast.AST, others: tuple[ast.AST, ...] = ()) -> dict[str, object]:
        """{"name": …}: what a part of an equation is about; empty where no name can be shown.

        A weight (a capital) is preferred to an input, and what stands in this part only to what the others have, too.
        """
        shown = [name for name in names_in(node) if self.shown(name)]
        elsewhere = {name for other in others for name in names_in(other)}
        own = [name for name in shown if name not in elsewhere] or shown
        weights = [name for name in own if name[0].isupper()]
        return {"name": (weights or own)[-1]} if own else {}


def arguments(function: ast.FunctionDef) -> list[ast.arg]:
    """A function's arguments without `self`."""
    given = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return [a for a in given if a.arg not in ("self", "cls")]


def is_tensor(annotation: ast.expr | None) -> bool:
    """Whether an annotation says tensor or array, alone or in a tuple."""
    return annotation is not None and _TENSOR.search(ast.unparse(annotation)) is not None


def plain_tensors(function: ast.FunctionDef) -> list[str]:
    """Arguments that are one tensor each, never None."""
    words = {a.arg: ast.unparse(a.annotation) for a in arguments(function) if a.annotation is not None}
    return [name for name, word in words.items() if _TENSOR.search(word) and not re.search(r"[\[|]", word)]


def is_whole(function: ast.FunctionDef, name: str) -> bool:
    """Whether the docstring says of an argument that it holds integers or bools; those have no gradient."""
    doc = ast.get_docstring(function) or ""
    said = re.search(rf"^\s*{re.escape(name)}:(.*)$", doc, re.MULTILINE)
    return _WHOLE.search(name) is not None or (said is not None and _WHOLE.search(said[1]) is not None)

"""What an expression may stand for, as far as a reader can tell without running it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.policy.scopes import Scope


@dataclass(frozen=True)
class Library:
    """A module, class or function that is not the student's, by its dotted name."""

    path: str


@dataclass(frozen=True)
class OwnModule:
    """A module of the submission."""

    name: str


@dataclass(frozen=True, eq=False)
class OwnFunction:
    """A function or lambda of the submission."""

    node: ast.AST


@dataclass(frozen=True)
class OwnClass:
    """A class of the submission; `scope` is the scope of its body."""

    scope: Scope


@dataclass(frozen=True)
class Instance:
    """An object of a class of the submission."""

    scope: Scope


@dataclass(frozen=True)
class Namespace:
    """The dictionary of names of something: `vars(nn)`, `nn.__dict__`, `globals()`."""

    of: Value


@dataclass(frozen=True)
class Text:
    """A string whose letters are known."""

    text: str


@dataclass(frozen=True)
class Several:
    """A list, tuple, set or dictionary, and what may be in it."""

    items: Values


@dataclass(frozen=True)
class Foreign:
    """A value that a library made: a tensor, an array, a number. No class of the student's is behind it."""


@dataclass(frozen=True)
class Unknown:
    """Anything."""


Value = Library | OwnModule | OwnFunction | OwnClass | Instance | Namespace | Text | Several | Foreign | Unknown
Values = frozenset[Value]

UNKNOWN: Values = frozenset({Unknown()})
FOREIGN: Values = frozenset({Foreign()})
MANY = 24  # values of one expression; what has more is unknown


def union(*parts: Values) -> Values:
    """All of them, or unknown where they are too many to follow."""
    together = parts[0] if len(parts) == 1 else frozenset().union(*parts)
    return together if 0 < len(together) <= MANY else UNKNOWN


@lru_cache(maxsize=4096)  # a week's hand-ins use the same hundreds of names
def library(path: str) -> Values:
    """What a library has under a dotted name."""
    return frozenset({Library(path)})


def text_of(values: Values) -> str | None:
    """The string that these values are, if it is known."""
    if values is UNKNOWN or len(values) != 1:
        return None
    (only,) = values
    return only.text if isinstance(only, Text) else None

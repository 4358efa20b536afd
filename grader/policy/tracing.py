"""The code of a place as a flat list of the nodes that say what it uses, in the order of running.

It is the same for every name of a task that leads there, and is made once.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from grader.policy.live import evaluated
from grader.policy.nodes import COMPREHENSIONS, LEAVES
from grader.policy.scopes import Scope

if TYPE_CHECKING:
    from grader.policy.program import Program

_LOADED = frozenset({ast.Name, ast.Attribute})  # what is stored or deleted uses nothing by itself
_SAYING = frozenset({*_LOADED, ast.Call, ast.Subscript})
_CLOSED = frozenset({ast.Lambda, *COMPREHENSIONS})


class Place(NamedTuple):
    """Code to be walked: `before` is its order in its module, for code that runs while that does."""

    node: ast.AST
    scope: Scope
    before: int | None = None


@dataclass(frozen=True)
class Trace:
    """What there is to look at.

    Attributes:
        steps: (nodes since the one before, itself included; node; scope; before) for every node that says something.
        rest: nodes after the last of them.
    """

    steps: list[tuple[int, ast.AST, Scope, int | None]]
    rest: int


def trace(program: Program, place: Place) -> Trace:
    """Everything that running the node runs. No recursion: a sum of a thousand terms is deep."""
    steps: list[tuple[int, ast.AST, Scope, int | None]] = []
    waiting: list[tuple[ast.AST, Scope, int | None]] = [place]
    passed = 0
    while waiting:
        node, scope, before = waiting.pop()
        passed += 1
        kind = type(node)
        if kind in _SAYING and (kind not in _LOADED or type(node.ctx) is ast.Load):  # type: ignore[attr-defined]
            steps.append((passed, node, scope, before))
            passed = 0
        if kind in LEAVES:
            continue
        if kind in _CLOSED:
            inside = program.body_of(node, scope)
            if isinstance(node, ast.Lambda):
                defaults = [*node.args.defaults, *filter(None, node.args.kw_defaults)]
                waiting += [(default, scope, before) for default in defaults]
                waiting.append((node.body, inside, None))
            else:
                waiting += [(child, inside, None) for child in evaluated(node)]
            continue
        waiting += [(child, scope, before) for child in reversed(evaluated(node))]
    return Trace(steps, passed)

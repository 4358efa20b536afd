"""What the methods of a class put into `self`."""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING

from grader.policy.nodes import FUNCTIONS
from grader.policy.scopes import Scope

if TYPE_CHECKING:
    from grader.policy.program import Program

_BLOCKS = ("body", "handlers", "cases", "orelse", "finalbody")


def fields(program: Program, scope: Scope) -> dict[str, list[tuple[ast.expr, Scope]]]:
    """Attribute → what the methods of a class assign to `self.attribute`, and in which scope."""
    found: dict[str, list[tuple[ast.expr, Scope]]] = {}
    for method in getattr(scope.node, "body", []):
        if not isinstance(method, FUNCTIONS) or not method.args.args:
            continue
        own, inside = method.args.args[0].arg, program.body_of(method, scope)
        for node in _assignments(method):
            if node.value is not None:
                for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                    owner = target.value if isinstance(target, ast.Attribute) else None
                    if isinstance(owner, ast.Name) and owner.id == own and isinstance(target, ast.Attribute):
                        found.setdefault(target.attr, []).append((node.value, inside))
    return found


def _assignments(method: ast.AST) -> Iterator[ast.Assign | ast.AnnAssign]:
    """Those of a function, the outer ones first; no expression has one."""
    waiting = deque([method])
    while waiting:
        node = waiting.popleft()
        if isinstance(node, ast.Assign | ast.AnnAssign):
            yield node
            continue
        for block in _BLOCKS:
            inner = getattr(node, block, None)
            if type(inner) is list:
                waiting += inner

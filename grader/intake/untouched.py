"""Copies of the template that were handed in beside the work.

The template gives every task twice, as a file and in the notebook, and students hand in both although they wrote in
one. Where the work cannot be run, the stub in the other must not answer in its place: "not started" would be untrue.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from grader.intake.parsing import parse, statements
from grader.intake.problems import Unparsable
from grader.model import Module


def without_untouched(modules: Sequence[Module]) -> list[Module]:
    """The modules without those that hold nothing but stubs of what another one is about.

    A file of stubs that is the only one of its names stays: that task is not started.
    """
    kept = list(modules)
    if len(kept) < 2 or not any(True in module.defines.values() for module in kept):
        return kept
    defined = {module.name: _definitions(module) for module in kept}
    stubs = [m for m in kept if defined[m.name] and all(m.defines.get(name) for name in defined[m.name])]
    for module in sorted(stubs, key=lambda m: -len(defined[m.name])):  # a whole notebook before a file of one task
        others = [other for other in kept if other is not module]
        if any(_covers(other, defined[other.name], defined[module.name]) for other in others):
            kept = others
    return kept


def _covers(module: Module, defined: set[str], names: set[str]) -> bool:
    """Whether a module is about these names; what an unreadable cell of a notebook defines, nobody knows."""
    return bool(defined & names) or (module.definitions_only and bool(module.problems))


def _definitions(module: Module) -> set[str]:
    """The functions and classes of a module; imported names are not its own."""
    try:
        tree = parse(module.source)
    except Unparsable:
        return set()
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return {statement.name for statement in statements(tree.body) if isinstance(statement, kinds)}

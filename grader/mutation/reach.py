"""Which of a module's top-level definitions belong to which of the tasks' names."""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping

Definition = ast.FunctionDef | ast.ClassDef


def definitions(tree: ast.Module) -> dict[str, Definition]:
    """The module's functions and classes by name; of two with one name the last counts."""
    return {node.name: node for node in tree.body if isinstance(node, Definition)}


def owners(tree: ast.Module, names: Collection[str]) -> dict[str, str]:
    """Definition → the name it is mutated under: itself, or the one name whose code reaches it.

    A helper that several names reach goes under its own name; what none of them reaches is not in it.
    """
    known = definitions(tree)
    owner = {name: name for name in known if name in names}
    reached: dict[str, set[str]] = {}
    for name in owner:
        for other in _reachable(name, known) - set(owner):
            reached.setdefault(other, set()).add(name)
    for other, by in reached.items():
        owner[other] = next(iter(by)) if len(by) == 1 else other
    return {name: owner[name] for name in known if name in owner}


def _reachable(start: str, known: Mapping[str, Definition]) -> set[str]:
    found, todo = {start}, [start]
    while todo:
        for node in ast.walk(known[todo.pop()]):
            if isinstance(node, ast.Name) and node.id in known and node.id not in found:
                found.add(node.id)
                todo.append(node.id)
    return found

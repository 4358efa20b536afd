"""All mutants of a module: each place, each operator, every change that compiles and is one."""

from __future__ import annotations

import ast
import difflib
import hashlib
import warnings
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from grader.mistakes import Mistake
from grader.mutation.context import Change
from grader.mutation.reach import definitions, owners
from grader.mutation.registry import OPERATORS
from grader.mutation.walk import Place, places


@dataclass(frozen=True)
class Mutant:
    """A module with one mistake in it.

    Attributes:
        id: 12 hex digits of the hash of module and changed source.
        module: stem of the reference's file. name: the top-level function or class that was changed.
        mistake: what a person would call it. params: argument names and numbers for its message.
        line: of the change, in the original. source: the whole module, changed, without comments.
    """

    id: str
    module: str
    name: str
    mistake: Mistake
    params: Mapping[str, object]
    line: int
    source: str

    def diff(self, original: str) -> str:
        """What was changed, as a unified diff of the sources without their comments; for authors only."""
        old, new = normalised(original).splitlines(), self.source.splitlines()
        lines = difflib.unified_diff(old, new, f"{self.module}.py", f"{self.module}.py", lineterm="", n=1)
        return "\n".join(lines)


def mutants(module: str, source: str, names: Collection[str]) -> list[Mutant]:
    """Every mutant of the definitions that `names` are or reach, in the order of the source.

    Raises:
        SyntaxError: the source is none.
    """
    tree = ast.parse(source)
    known, parts = definitions(tree), [_unparsed(node) for node in tree.body]
    functions = {name: node for name, node in known.items() if name in names and isinstance(node, ast.FunctionDef)}
    torch = any("torch" in _imported(node) for node in ast.walk(tree))
    seen, found = {_joined(parts)}, []
    for name, owner in owners(tree, names).items():
        at = tree.body.index(known[name])
        for place in places(known[name], functions, torch):
            for change in _changes(place):
                definition = _changed(tree.body[at], place, change)
                changed = _joined([*parts[:at], definition, *parts[at + 1 :]])
                if changed in seen or not _compiles(definition):
                    continue
                seen.add(changed)
                digest = hashlib.sha256(f"{module}\0{changed}".encode()).hexdigest()[:12]
                found.append(Mutant(digest, module, owner, change.mistake, change.params, place.line, changed))
    return found


@lru_cache(maxsize=32)
def normalised(source: str) -> str:
    """A source without comments and of one layout."""
    return _joined([_unparsed(node) for node in ast.parse(source).body])


def _changes(place: Place) -> Iterator[Change]:
    for operator in OPERATORS:
        yield from operator(place.node, place.context)


def _changed(top: ast.stmt, place: Place, change: Change) -> str:
    """The definition with the change; the tree is afterwards as it was."""
    if place.node is top:
        return _unparsed(change.node)
    place.put(change.node)
    try:
        return _unparsed(top)
    finally:
        place.put(place.node)


def _unparsed(node: ast.AST) -> str:
    """A statement's source, docstrings as they are usually written."""
    assert isinstance(node, ast.stmt)
    return ast.unparse(ast.fix_missing_locations(ast.Module([node], [])))


def _joined(parts: list[str]) -> str:
    return "\n\n\n".join(parts) + "\n"


def _compiles(source: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "is" with a literal, and the like
        try:
            compile(source, "<mutant>", "exec")
        except (SyntaxError, ValueError):
            return False
    return True


def _imported(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name.split(".")[0] for alias in node.names}
    return {(node.module or "").split(".")[0]} if isinstance(node, ast.ImportFrom) else set()

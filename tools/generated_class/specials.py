"""Hand-ins that crash, hang, fill the memory or cannot be read."""

from __future__ import annotations

import ast
import random
from collections.abc import Collection, Iterator
from dataclasses import replace

from tools.generated_class.pieces import Pieces
from tools.generated_class.truth import Part

SPECIALS = ("crash", "exit", "hang", "memory", "syntax", "not_json", "empty")
_BODIES = {
    "crash": "import os\nos._exit(0)",
    "exit": "raise SystemExit",
    "hang": "while True:\n    pass",
    "memory": "kept = []\nwhile True:\n    kept.append(bytearray(64_000_000))",
}


def spoil(
    special: str, sources: dict[str, str], parts: tuple[Part, ...], pieces: Pieces, rng: random.Random
) -> tuple[dict[str, str], tuple[Part, ...]]:
    """The sources with what is special about them, and what that costs: one task, or all where nothing can be read.

    Which checks a spoilt function loses depends on who calls it: at least one of its task.
    """
    if special in {"not_json", "empty"}:
        return ({} if special == "empty" else sources), tuple(replace(p, state="special", loses=("*",)) for p in parts)
    if special == "syntax":
        task = rng.choice(sorted(sources))
        broken = {**sources, task: sources[task].replace(":\n", "\n", 1)}
        return broken, tuple(replace(p, state="special", loses=("*",)) if p.task == task else p for p in parts)
    if special not in _BODIES:
        return sources, parts
    trees = {task: ast.parse(source) for task, source in sources.items()}
    places = [(task, body) for task, tree in trees.items() for body in _bodies(tree, pieces.public[task])]
    task, function = rng.choice(places)
    function.body = ast.parse(_BODIES[special]).body
    spoilt = {**sources, task: ast.unparse(ast.fix_missing_locations(trees[task])) + "\n"}
    return spoilt, tuple(replace(p, state="special", loses=None) if p.task == task else p for p in parts)


def _bodies(tree: ast.Module, public: Collection[str]) -> Iterator[ast.FunctionDef]:
    """The functions that checks without training call, and `forward` of the classes."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name in public and not node.name.startswith("train_"):
            yield node
        elif isinstance(node, ast.ClassDef) and node.name in public:
            yield from (n for n in node.body if isinstance(n, ast.FunctionDef) and n.name == "forward")

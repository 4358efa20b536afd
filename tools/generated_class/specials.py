"""Hand-ins that crash, hang, fill the memory or cannot be read."""

from __future__ import annotations

import ast
import random
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
    task = rng.choice(sorted(sources))
    tree = ast.parse(sources[task])
    names = [n for n in tree.body if getattr(n, "name", "") in pieces.public[task]]
    node = rng.choice(names)
    if isinstance(node, ast.ClassDef):
        methods = [n for n in node.body if isinstance(n, ast.FunctionDef) and n.name == "forward"]
        node = methods[0] if methods else node
    assert isinstance(node, ast.FunctionDef | ast.ClassDef)
    if isinstance(node, ast.FunctionDef):
        node.body = ast.parse(_BODIES[special]).body
    spoilt = {**sources, task: ast.unparse(ast.fix_missing_locations(tree)) + "\n"}
    return spoilt, tuple(replace(p, state="special", loses=None) if p.task == task else p for p in parts)

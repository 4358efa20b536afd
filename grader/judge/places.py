"""From a line of the code that ran to the place in the hand-in, as the student knows it."""

from __future__ import annotations

import ast

from grader.intake import locate
from grader.intake.parsing import parse
from grader.intake.problems import Unparsable
from grader.model import Frame, Module, Submission


class Places:
    """Finds places in one submission; the student process is not believed beyond file and line."""

    def __init__(self, submission: Submission) -> None:
        self._modules = {f"{m.name}.py": m for m in submission.modules}
        self._trees: dict[str, ast.Module | None] = {}

    def find(self, file: str, line: int) -> Frame | None:
        """The place of a line of a code file; None where the hand-in has no such line."""
        module = self._modules.get(file)
        if module is None or not 1 <= line <= module.source.count("\n") + 1:
            return None
        found = locate(module, line)
        return Frame(found.file, found.line, _enclosing(self._tree(module), line), found.text, found.cell)

    def trees(self) -> dict[str, ast.Module]:
        """Module name → syntax tree, of all that are Python."""
        trees = {module.name: self._tree(module) for module in self._modules.values()}
        return {name: tree for name, tree in trees.items() if tree is not None}

    def _tree(self, module: Module) -> ast.Module | None:
        if module.name not in self._trees:
            try:
                self._trees[module.name] = parse(module.source)
            except Unparsable:
                self._trees[module.name] = None
        return self._trees[module.name]


def _enclosing(tree: ast.Module | None, line: int) -> str:
    """The innermost function around a line with the class it is in: `RNN.forward`; "" at top level."""
    names: list[str] = []
    body: list[ast.stmt] = tree.body if tree is not None else []
    while True:
        around = [n for n in body if n.lineno <= line <= (n.end_lineno or n.lineno)]
        if not around:
            return ".".join(names)
        node = around[0]
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.append(node.name)
        inner = getattr(node, "body", None)
        if not isinstance(inner, list):
            return ".".join(names)
        body = [*inner, *getattr(node, "orelse", []), *getattr(node, "finalbody", [])]

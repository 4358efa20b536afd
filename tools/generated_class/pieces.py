"""What hand-ins are made of: for every task right solutions, wrong ones, mutants and the untouched stub."""

from __future__ import annotations

import ast
import random
import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from grader.course import Course
from grader.mutation import Mutant, mutants
from grader.spec import AssignmentSpec, load_assignment
from tools.generated_class.renaming import renamed_private


@dataclass(frozen=True)
class Piece:
    """The source of one module. `loses` as in `Part`."""

    task: str
    state: str
    source: str
    loses: tuple[str, ...] | None
    origin: str


class Pieces:
    """All pieces of an assignment.

    Args:
        course: whose assignment it is. week: its id.
        right: folders of right solutions beside the reference, a file a module.
    """

    def __init__(self, course: Course, week: str, right: list[Path]) -> None:
        self.spec: AssignmentSpec = load_assignment(course.assignment_dir(week))
        self._folder = course.assignment_dir(week)
        self._template = course.template_dir(week)
        self._places = {"reference": course.reference_dir(week), **{f"right {p.name}": p for p in right}}
        self.tasks = tuple(task.id for task in self.spec.tasks)
        self._module = {task.id: task.module for task in self.spec.tasks}
        self.public = {task.id: frozenset(task.names) for task in self.spec.tasks}

    @cached_property
    def bases(self) -> tuple[str, ...]:
        """The names of the right solutions."""
        return tuple(self._places)

    def right(self, task: str, base: str) -> Piece:
        """A right solution of a task."""
        return Piece(task, "right", self._source(base, self._module[task]), (), base)

    def wrong(self, task: str, rng: random.Random) -> Piece:
        """One of the assignment's wrong solutions, with the checks it must lose."""
        return rng.choice(self._wrong[task])

    def mutant(self, task: str, base: str, rng: random.Random) -> Piece:
        """A right solution with one mistake; which checks it loses, nobody said."""
        found = self._mutants(self._module[task], base, self.public[task])
        if not found:
            return self.right(task, base)
        chosen = rng.choice(found)
        return Piece(task, "mutant", chosen.source, None, f"{base}, {chosen.mistake} in line {chosen.line}")

    def stub(self, task: str) -> Piece:
        """What the template hands out."""
        source = (self._template / f"{self._module[task]}.py").read_text("utf-8")
        return Piece(task, "stub", source, ("*",), "template")

    def partial(self, task: str, base: str, rng: random.Random) -> Piece:
        """A right solution of which one function is missing; the whole one where nothing can be left out."""
        whole = self.right(task, base)
        tree = ast.parse(whole.source)
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        names = sorted(self.public[task] - used)
        if len(self.public[task]) < 2 or not names:
            return whole
        gone = rng.choice(names)
        tree.body = [node for node in tree.body if getattr(node, "name", "") != gone]
        return Piece(task, "partial", ast.unparse(tree) + "\n", None, f"{base} without {gone}")

    @cache  # noqa: B019 - a few dozen sources, as long as the process
    def _source(self, base: str, module: str) -> str:
        """A module that needs no sibling: what it imports from one stands in it, by a name that no check asks for."""
        path = self._places[base] / f"{module}.py"
        tree = ast.parse(path.read_text("utf-8"))
        siblings = [n for n in tree.body if isinstance(n, ast.ImportFrom) and (path.parent / f"{n.module}.py").exists()]
        body = [n for n in tree.body if n not in siblings]
        for node in siblings:
            wanted = {alias.name for alias in node.names}
            at = next(i for i, n in enumerate(body) if not _is_future(n))
            body[at:at] = _needed(ast.parse(self._source(base, str(node.module))).body, wanted)
        tree.body = body
        source = ast.unparse(tree) + "\n"
        public = {name for task in self.spec.tasks if task.module == module for name in task.names}
        return renamed_private(source, public, "_inside") if siblings else source

    @cache  # noqa: B019 - the same
    def _mutants(self, module: str, base: str, names: frozenset[str]) -> list[Mutant]:
        """Mutants that end: none of a definition with a `while`, which a mistake may make endless."""
        source = self._source(base, module)
        loops = {
            node.name
            for node in ast.parse(source).body
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
            and any(isinstance(n, ast.While) for n in ast.walk(node))
        }
        try:
            return [mutant for mutant in mutants(module, source, names) if mutant.name not in loops]
        except SyntaxError:  # an operator that stumbles over a line of this solution
            return []

    @cached_property
    def _wrong(self) -> dict[str, list[Piece]]:
        found: dict[str, list[Piece]] = {task: [] for task in self.tasks}
        for path in sorted((self._folder / "wrong").glob("*.py")):
            tree = ast.parse(path.read_text("utf-8"))
            doc = ast.get_docstring(tree) or ""
            fields = dict(re.findall(r"^(task|loses):\s*((?:.+)(?:\n[ \t]+.+)*)$", doc, re.MULTILINE))
            loses = tuple(name for name in re.split(r"[,\s]+", fields["loses"]) if name)
            tree.body = tree.body[1:]  # its docstring says what is wrong
            task = fields["task"].strip()
            found[task].append(Piece(task, "wrong", ast.unparse(tree) + "\n", loses, path.stem))
        return found


def _is_future(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def _needed(body: list[ast.stmt], wanted: set[str]) -> list[ast.stmt]:
    """The imports of a module, and the definitions that some names are or use."""
    named = {name: node for node in body for name in _names(node)}
    reached: set[str] = set()
    waiting = sorted(wanted & set(named))
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += sorted({n.id for n in ast.walk(named[name]) if isinstance(n, ast.Name)} & set(named))
    imports = (ast.Import, ast.ImportFrom)
    return [n for n in body if (isinstance(n, imports) and not _is_future(n)) or _names(n) & reached]


def _names(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else []
    return {t.id for t in targets if isinstance(t, ast.Name)}

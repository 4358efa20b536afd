"""What a save touched: which tasks have to be looked at again."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from grader.model import Submission
from grader.spec import AssignmentSpec

_EVERYTHING = "*"
Stamp = tuple[str, int, int]


def stamps(files: list[Path]) -> tuple[Stamp, ...]:
    """Name, time and size of files; what is being replaced just now is left out."""
    found = []
    for file in files:
        try:
            stat = file.stat()
        except OSError:
            continue
        found.append((str(file), stat.st_mtime_ns, stat.st_size))
    return tuple(found)


def changed_tasks(before: Submission, after: Submission, spec: AssignmentSpec) -> tuple[str, ...]:
    """The tasks whose names, or what these use in their module, are not as they were.

    Comments and layout do not count. What cannot be told apart (an import, a statement that does something else than
    bind a name) counts for all tasks of the module; a module that defines no task's name, for all tasks.
    """
    old = {m.name: m.source for m in before.modules}
    new = {m.name: m.source for m in after.modules}
    names = {name: task.id for task in spec.tasks for name in task.names}
    touched: set[str] = set()
    for module in old.keys() | new.keys():
        if old.get(module) == new.get(module):
            continue
        was, now = _parts(old.get(module, "")), _parts(new.get(module, ""))
        if was is None or now is None:
            return tuple(t.id for t in spec.tasks)
        mine = {name for name in names if name in was or name in now}
        different = {name for name in was.keys() | now.keys() if was.get(name) != now.get(name)}
        if different and not mine:
            return tuple(t.id for t in spec.tasks)
        if _EVERYTHING in different:
            touched |= {names[name] for name in mine}
        else:
            touched |= {names[name] for name in mine if _reach(name, was, now) & different}
    return tuple(t.id for t in spec.tasks if t.id in touched)


def _parts(source: str) -> dict[str, str] | None:
    """Top-level name → the code that binds it; the rest as one part. None where it is not Python."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return None
    parts: dict[str, str] = {}
    for node in tree.body:
        for name in _bound(node):
            parts[name] = parts.get(name, "") + ast.dump(node)
    return parts


def _bound(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Assign) and all(isinstance(t, ast.Name) for t in node.targets):
        yield from (t.id for t in node.targets if isinstance(t, ast.Name))
    elif not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
        yield _EVERYTHING


def _reach(name: str, *versions: dict[str, str]) -> set[str]:
    """Names of the module that a name leads to, in any of its versions."""
    found: set[str] = set()
    left = [name]
    while left:
        here = left.pop()
        if here in found:
            continue
        found.add(here)
        for parts in versions:
            code = parts.get(here, "")
            left += [other for other in parts if other not in found and f"id='{other}'" in code]
    return found

"""The checks and tasks of an assignment, read from its files: no torch, no pytest session."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import Any

from grader.model import Check
from grader.scoring import TaskInfo
from grader.spec import load_assignment

ASSIGNMENTS = Path(__file__).resolve().parents[2] / "assignments"


@cache
def tasks_and_checks(week: str) -> tuple[tuple[TaskInfo, ...], tuple[Check, ...]]:
    """Tasks, and checks in the order in which they run: by task, public before hidden."""
    spec = load_assignment(ASSIGNMENTS / week)
    tasks = tuple(TaskInfo(t.id, t.title, t.points, t.bonus) for t in spec.tasks)
    files = sorted((ASSIGNMENTS / week).glob("test_*.py"))
    checks = [check for file in files for check in _checks(file)]
    order = {task.id: place for place, task in enumerate(tasks)}
    return tasks, tuple(sorted(checks, key=lambda check: (order[check.task], check.hidden)))


def _checks(file: Path) -> list[Check]:
    task, found = "", []
    for node in ast.parse(file.read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark":
            task = _mark(node.value)[1][0]
        elif isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            marks = dict(_mark(decorator) for decorator in node.decorator_list)
            found.append(
                Check(
                    id=f"{file.name}::{node.name}",
                    task=task,
                    name=node.name,
                    titles=_titles(ast.get_docstring(node) or ""),
                    points=float(marks["points"][0]),
                    hidden="hidden" in marks,
                    needs=tuple(marks.get("needs", ())),
                    training="star" in marks,
                )
            )
    return found


def _titles(docstring: str) -> dict[str, str]:
    lines = [line.strip() for line in docstring.splitlines()]
    return {"en": lines[0], "ko": next(line[3:].strip() for line in lines if line.startswith("ko:"))}


def _mark(node: ast.expr) -> tuple[str, list[Any]]:
    """`pytest.mark.points(2)` → ("points", [2])."""
    called = node if isinstance(node, ast.Call) else None
    name = ast.unparse(called.func if called else node).rpartition(".")[2]
    return name, [ast.literal_eval(argument) for argument in called.args] if called else []

"""From pytest items to checks: every check has a task, points and a title in each language."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from grader.errors import SpecError
from grader.model import Check

MARKERS = {
    "points(n)": "points of the check",
    "hidden": "not run by `grader check`; the student learns the kind of fault only",
    "task(id)": "the task it belongs to; by default the file name test_<task>.py",
    "needs(name, ...)": "skipped unless these checks of the same file passed",
    "timeout(seconds)": "wall-clock limit",
    "star": "trains a model",
}
_KOREAN = re.compile(r"^\s*ko:\s*(.+?)\s*$", re.MULTILINE)


def check_of(item: pytest.Item, file: str) -> Check:
    """The check that a test is.

    Raises:
        SpecError: no points, no title in one of the languages, a marker used wrongly.
    """

    def marker(name: str) -> tuple[Any, ...]:
        found = item.get_closest_marker(name)
        return found.args if found is not None else ()

    def positive(name: str, remedy: str, *, zero: bool) -> float | None:
        found = item.get_closest_marker(name)
        if found is None:
            return None
        value: Any = found.args[0] if len(found.args) == 1 and not found.kwargs else None
        right = type(value) in (int, float) and math.isfinite(value) and (value > 0 or (value == 0 and zero))
        if not right:
            raise SpecError(file, item.name, f"has a wrong {name} marker", remedy)
        return float(value)

    points = positive("points", "write @pytest.mark.points(n) with a number", zero=True)
    if points is None:
        raise SpecError(file, item.name, "has no points", "add @pytest.mark.points(n)")
    task = marker("task") or (file.rsplit("/", 1)[-1].removeprefix("test_").removesuffix(".py"),)
    return Check(
        id=f"{file.rsplit('/', 1)[-1]}::{item.name}",
        task=str(task[0]),
        name=item.name,
        titles=titles(file, item.name, getattr(getattr(item, "obj", None), "__doc__", None)),
        points=points,
        hidden=item.get_closest_marker("hidden") is not None,
        needs=tuple(map(str, marker("needs"))),
        timeout=positive("timeout", "write @pytest.mark.timeout(seconds)", zero=False),
        training=item.get_closest_marker("star") is not None,
    )


def titles(file: str, name: str, doc: str | None) -> Mapping[str, str]:
    """The docstring's first line and its `ko:` line."""
    first = (doc or "").strip().split("\n")[0].strip()
    korean = _KOREAN.search(doc or "")
    if not first or _KOREAN.match(first) or korean is None:
        raise SpecError(file, name, "has no title in both languages", 'docstring: a first line, then "ko: ..."')
    return {"en": first, "ko": korean.group(1)}


def validate(checks: Sequence[Check], points_by_task: Mapping[str, float], file: str) -> None:
    """Tasks exist, their points add up, ids are unique, `needs` name checks that run before.

    Args:
        checks: in the order they run.

    Raises:
        SpecError
    """
    seen: set[str] = set()
    totals: dict[str, float] = dict.fromkeys(points_by_task, 0.0)
    for check in checks:
        source = check.id.split("::")[0]
        if check.task not in points_by_task:
            raise SpecError(source, check.name, f"belongs to no task ({check.task!r})", f"add the task to {file}")
        if check.id in seen:
            raise SpecError(source, check.name, "is the name of two checks", "give each check of a file its own name")
        for need in check.needs:
            if f"{source}::{need}" not in seen:
                raise SpecError(source, check.name, f"needs {need!r}", "name a check of this file that runs before it")
        seen.add(check.id)
        totals[check.task] += check.points
    for task, points in points_by_task.items():
        if abs(totals[task] - points) > 1e-9:
            problem = f"is {points:g}, its checks sum to {totals[task]:g}"
            raise SpecError(file, f"tasks.{task}.points", problem, "make them agree")

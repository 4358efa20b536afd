"""From pytest items to checks: every check has a task, points and a title in each language."""

from __future__ import annotations

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

    points = marker("points")
    if len(points) != 1 or not isinstance(points[0], (int, float)) or points[0] < 0:
        raise SpecError(file, item.name, "has no points", "add @pytest.mark.points(n)")
    task = marker("task") or (file.rsplit("/", 1)[-1].removeprefix("test_").removesuffix(".py"),)
    timeout = marker("timeout")
    return Check(
        id=f"{file.rsplit('/', 1)[-1]}::{item.name}",
        task=str(task[0]),
        name=item.name,
        titles=titles(file, item.name, getattr(getattr(item, "obj", None), "__doc__", None)),
        points=float(points[0]),
        hidden=item.get_closest_marker("hidden") is not None,
        needs=tuple(map(str, marker("needs"))),
        timeout=float(timeout[0]) if timeout else None,
        training=item.get_closest_marker("star") is not None,
    )


def titles(file: str, name: str, doc: str | None) -> Mapping[str, str]:
    """The docstring's first line and its `ko:` line."""
    first = (doc or "").strip().split("\n")[0].strip()
    korean = _KOREAN.search(doc or "")
    if not first or korean is None:
        raise SpecError(file, name, "has no title in both languages", 'docstring: a first line, then "ko: ..."')
    return {"en": first, "ko": korean.group(1)}


def validate(checks: Sequence[Check], points_by_task: Mapping[str, float], file: str) -> None:
    """Tasks exist, their points add up, `needs` name checks that come before.

    Raises:
        SpecError
    """
    seen: dict[str, set[str]] = {}
    totals: dict[str, float] = dict.fromkeys(points_by_task, 0.0)
    for check in checks:
        source = check.id.split("::")[0]
        if check.task not in points_by_task:
            raise SpecError(source, check.name, f"belongs to no task ({check.task!r})", f"add the task to {file}")
        for need in check.needs:
            if need not in seen.get(source, set()):
                raise SpecError(source, check.name, f"needs {need!r}", "name a check that stands before it")
        seen.setdefault(source, set()).add(check.name)
        totals[check.task] += check.points
    for task, points in points_by_task.items():
        if abs(totals[task] - points) > 1e-9:
            raise SpecError(
                file, f"tasks.{task}.points", f"is {points:g}, its checks sum to {totals[task]:g}", "make them agree"
            )

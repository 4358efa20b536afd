"""Which bundle and which week a request is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from grader.cli.find import find_week
from grader.course import Course
from grader.course.course import load_course
from grader.errors import UsageError
from grader.model import Message
from grader.notebook.bundles import around
from grader.notebook.history import submission_of
from grader.spec import AssignmentSpec, load_assignment
from grader.spec.reading import did_you_mean


class NotFound(Exception):
    """There is no such thing; `message` is for the student."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True)
class Found:
    """What a request is about. Requests of one `key` can be answered by one process."""

    course: Course
    spec: AssignmentSpec
    tasks: tuple[str, ...]
    training: bool

    @property
    def key(self) -> tuple[Path, str, bool]:
        """Bundle, week, training or not."""
        return self.course.root, self.spec.id, self.training


def find(request: Mapping[str, Any]) -> Found:
    """Bundle, week and tasks of a request.

    Raises:
        NotFound: no bundle, or no such task.
        UsageError: the bundle is wrong, or the week cannot be told.
    """
    course = _course(request)
    specs = _specs(course)
    tasks = tuple(request.get("tasks", ()))
    every = [task.id for spec in specs.values() for task in spec.tasks]
    for task in tasks:
        if task not in every:
            guess = did_you_mean(task.lower(), every) or ""
            raise NotFound(Message("notebook.unknown_task", {"task": task, "names": every, "similar": guess}))
    if (week := request.get("week")) is not None:
        spec = specs[course.assignment_dir(week).name]
    else:
        fits = [spec for spec in specs.values() if set(tasks) <= {task.id for task in spec.tasks}]
        if not fits:
            raise NotFound(Message("notebook.several_weeks", {"names": list(tasks)}))
        spec = fits[0] if len(fits) == 1 else specs[_week(request, course)]
    for task in tasks:
        if task not in {t.id for t in spec.tasks}:
            names = [t.id for t in spec.tasks]
            raise NotFound(Message("notebook.unknown_task", {"task": task, "names": names, "similar": ""}))
    return Found(course, spec, tasks, bool(request.get("training", True)))


def _course(request: Mapping[str, Any]) -> Course:
    named = request.get("course")
    root = around(Path(request["cwd"]) if named is None else Path(named))
    if root is None:
        raise NotFound(Message("notebook.no_bundle", {"path": named or request["cwd"]}))
    return _loaded(root)


@cache
def _loaded(root: Path) -> Course:
    return load_course(root)


@cache
def _of(folder: Path) -> AssignmentSpec:
    return load_assignment(folder)


def _specs(course: Course) -> dict[str, AssignmentSpec]:
    found = {week: _of(course.assignment_dir(week)) for week in course.assignments()}
    if not found:
        raise UsageError(f"{course.root}: holds no week (get the course's bundle again)")
    return found


def _week(request: Mapping[str, Any], course: Course) -> str:
    path = Path(request["cwd"]) / str(request.get("name", "notebook.ipynb"))
    return find_week(course, path, submission_of(request.get("cells", ()), path.name))

"""assignment.toml: tasks, points, limits and measured gates of one assignment."""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from grader.errors import SpecError
from grader.messages import add_assignment
from grader.policy import is_pattern
from grader.spec.gate import Gate
from grader.spec.reading import FileModel, Positive, Text, Titles, broken, read_toml

FILE_NAME = "assignment.toml"
_WEEK = re.compile(r"week0*(\d+)(?:_|$)")


def _check_identifier(name: str) -> str:
    if not name.isidentifier() or keyword.iskeyword(name):
        raise broken("is no Python name", "use letters, digits and underscores, no digit first")
    return name


Identifier = Annotated[str, AfterValidator(_check_identifier)]


SlotName = Literal["preview", "review"]
ADJUSTMENT = "adjustment"  # what a grade calls points that a person gave to the whole assignment
Level = Literal["process", "namespaces", "docker"]


class TaskLimits(FileModel):
    """Limits of one task that differ from the assignment's; what is not given stays."""

    memory_mb: Positive | None = None
    output_kb: Positive | None = None
    disk_mb: Positive | None = None
    check_seconds: Annotated[float, Field(gt=0)] | None = None
    cpu_seconds: Positive | None = None
    tasks: Positive | None = None
    processes: bool | None = None


class Limits(FileModel):
    """What a submission may use.

    Attributes:
        memory_mb: of the student process. disk_mb: of its work folder. output_kb: of what it prints that is kept.
        check_seconds: wall-clock time per check.
        cpu_seconds: processor time over the student process's life.
        tasks: threads and processes at a time.
        processes: whether it may start processes (DataLoader workers); threads always.
        sandbox: the weakest level that may grade this assignment.
    """

    memory_mb: Positive = 4096
    output_kb: Positive = 64
    disk_mb: Positive = 64
    check_seconds: Annotated[float, Field(gt=0)] = 10
    cpu_seconds: Positive = 600
    tasks: Positive = 64
    processes: bool = False
    sandbox: Level = "process"


def _check_pattern(text: str) -> str:
    if not is_pattern(text):
        remedy = (
            'write "torch.nn.LSTM", "torch.nn.functional.*" for all below, ".backward" for an attribute of any value'
        )
        raise broken(f"{text[:60]!r} is nothing that can be forbidden", remedy)
    return text


class Forbid(FileModel):
    """Names that a task's code must not use; docs/policy.md says what counts as using.

    Attributes:
        names: `torch.nn.LSTM`, `torch.nn.functional.*` (everything below), `.backward` (that attribute of any value
            that is not the student's own).
        scope: which of the task's names may not; each is looked at by itself, and a use costs the checks that call it.
            None given: one use anywhere costs all checks of the task.
        message: key of the text that the student reads.
    """

    names: Annotated[tuple[Annotated[str, AfterValidator(_check_pattern)], ...], Field(min_length=1, strict=False)]
    scope: Annotated[tuple[Identifier, ...], Field(strict=False)] = ()
    message: Text = "forbidden"


class TaskSpec(FileModel):
    """One task: the names that a student defines, and what they are worth.

    Attributes:
        id: what checks call it; the default task of `test_<id>.py`.
        module: stem of the file in the template and in the reference.
        names: functions and classes that the student defines.
        points: the sum of the points of its checks.
        slot: the homework it belongs to, before the session or after it.
        bonus: earns points beyond the total.
        title: language → text.
        gates: data set → the bar of a training task.
        limits: where this task's differ from the assignment's.
        forbid: what its code must not use.
    """

    id: Identifier
    module: Identifier
    names: Annotated[tuple[Identifier, ...], Field(min_length=1, strict=False)]
    points: Annotated[float, Field(ge=0)]
    slot: SlotName
    bonus: bool = False
    title: Titles
    gates: Mapping[str, Gate] = Field(default_factory=dict)
    limits: TaskLimits = TaskLimits()
    forbid: Annotated[tuple[Forbid, ...], Field(strict=False)] = ()

    @model_validator(mode="after")
    def _scopes_are_names(self) -> Self:
        for forbid in self.forbid:
            for name in forbid.scope:
                if name not in self.names:
                    raise broken(
                        f"{name} is none of the task's names", f"it has {', '.join(self.names)}", "forbid.scope"
                    )
        return self


class RubricItem(FileModel):
    """`[[rubric]]`: what a person scores, beside the checks.

    Attributes:
        slot: the homework whose due date it has; None: none.
    """

    id: Identifier
    title: Titles
    points: Annotated[float, Field(gt=0)]
    slot: SlotName | None = None
    bonus: bool = False


class AssignmentSpec(FileModel):
    """An assignment: one week's tasks.

    Attributes:
        due: slot → date and time that stands in place of the course's rule; without an offset in the course's zone.
        rubric: what a person scores.
        recorded: files of the assignment (stems) that give a solution away: a student's bundle gets a recording of what
            their functions answer in place of them.
    """

    id: Identifier
    week: Positive
    title: Titles
    limits: Limits = Limits()
    due: Mapping[SlotName, datetime] = Field(default_factory=dict)
    recorded: Annotated[tuple[Identifier, ...], Field(strict=False)] = ()
    tasks: Annotated[tuple[TaskSpec, ...], Field(min_length=1, strict=False)]
    rubric: Annotated[tuple[RubricItem, ...], Field(strict=False)] = ()

    def task(self, task_id: str) -> TaskSpec:
        """The task of that id.

        Raises:
            KeyError: there is none.
        """
        return {task.id: task for task in self.tasks}[task_id]

    def limits_of(self, task_id: str) -> Limits:
        """The limits in force for a task: its own where it has them, else the assignment's."""
        own = self.task(task_id).limits.model_dump(exclude_none=True)
        return self.limits.model_copy(update=own)

    @property
    def modules(self) -> tuple[str, ...]:
        """The file stems that the template hands out, in the order of the tasks, each once."""
        return tuple(dict.fromkeys(task.module for task in self.tasks))

    @model_validator(mode="after")
    def _week_in_id(self) -> Self:
        named = _WEEK.match(self.id)
        if named and int(named[1]) != self.week:
            raise broken(f"{self.week} differs from the week in the id {self.id}", "make them agree", "week")
        return self

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        ids: set[str] = set()
        owner: dict[str, str] = {}
        for task in self.tasks:
            if task.id in ids:
                raise broken("is the id of two tasks", "give each task its own id", f"tasks.{task.id}.id")
            ids.add(task.id)
            for name in task.names:
                if name in owner:
                    problem = f"{name} belongs to {owner[name]} already"
                    raise broken(problem, "a name is claimed by one task, once", f"tasks.{task.id}.names")
                owner[name] = task.id
        for item in self.rubric:
            if item.id in ids:
                raise broken("is the id of a task or another item", "give each its own id", f"rubric.{item.id}.id")
            ids.add(item.id)
        if ADJUSTMENT in ids:
            raise broken(f"{ADJUSTMENT} means the whole assignment's points", "choose another id", "id")
        return self


def load_assignment(path: Path) -> AssignmentSpec:
    """The assignment in a folder.

    Args:
        path: the folder; its `assignment.toml` is read.

    Raises:
        SpecError: the file is missing or wrong; names file, key and remedy.

    The texts of the assignment's own messages are known from then on.
    """
    file = path / FILE_NAME
    spec = read_toml(file, AssignmentSpec)
    folder = path.resolve().name
    if spec.id != folder:
        raise SpecError(str(file), "id", f"{spec.id} differs from the folder's name {folder}", f'write id = "{folder}"')
    add_assignment(spec.id, path / "messages")
    return spec

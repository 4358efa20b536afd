"""A published grade, with how each of its points came about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from grader.model import Message, Outcome


class StepKind(StrEnum):
    """What moved a task's points."""

    CHECKS = "checks"  # what the checks gave
    MANUAL = "manual"  # a rubric item that a person scores
    OVERRIDE = "override"  # a person set other points
    LATE = "late"
    EXCUSED = "excused"
    MISSING = "missing"  # nothing was handed in


@dataclass(frozen=True)
class Step:
    """One step on the way to a task's points: `change` is what it added or took away, `earned` what stood after it."""

    kind: StepKind
    message: Message  # key `grade.<kind>...`
    change: float
    earned: float


@dataclass(frozen=True)
class TaskGrade:
    """One task or manual rubric item of one student.

    Attributes:
        task: the task's or the item's id.
        titles: language → text.
        slot: the homework it belongs to, "preview" or "review"; empty for a rubric item without one.
        earned, possible: points, after all steps.
        outcome: of the checks; None for a manual item.
        pending: a manual item that nobody has scored yet; its points are in neither sum.
        excused: its points are in neither sum.
        submitted, due: ISO 8601 with offset, where known. `late_seconds` is after the due date, before any grace.
        steps: in order; the first starts from nothing.
    """

    task: str
    titles: Mapping[str, str]
    slot: str
    earned: float
    possible: float
    outcome: Outcome | None
    bonus: bool = False
    pending: bool = False
    excused: bool = False
    submitted: str | None = None
    due: str | None = None
    late_seconds: float = 0.0
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Grade:
    """What one student gets for one assignment.

    Attributes:
        student: the roster's id, or the hand-in's where there is no roster.
        name: what people call them; the id where nobody said.
        earned, possible: the sums over the tasks, as in `grader.scoring`: bonus tasks add to `earned` only.
        handed_in: whether there is a submission at all.
        excused: the whole assignment does not count.
        ungraded: how many checks still have no result, through our fault.
        comments: what a person wrote, oldest first.
        members: of the team, where a team handed in.
    """

    student: str
    assignment: str
    tasks: tuple[TaskGrade, ...]
    earned: float
    possible: float
    name: str = ""
    handed_in: bool = True
    excused: bool = False
    ungraded: int = 0
    comments: tuple[str, ...] = ()
    members: tuple[str, ...] = ()

"""What the store hands out and takes in, beside the model's own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

from grader.model import CheckResult, Outcome, Run, Submission, TaskScore, Verdict

RunId = NewType("RunId", int)


@dataclass(frozen=True)
class Entry:
    """A submission that was judged.

    Attributes:
        grading: its number in the store.
        key: of all that its results depend on. hand_in: of what was handed in, see `grader.fingerprint`.
        seconds: that judging took. sandbox: the level.
        results: of all checks, in their order. tasks, earned, possible: what they were worth.
    """

    grading: int
    key: str
    hand_in: str
    student: str
    seconds: float
    sandbox: str
    results: tuple[CheckResult, ...]
    tasks: tuple[TaskScore, ...]
    earned: float
    possible: float

    def verdict(self, submission: Submission) -> Verdict:
        """The verdict on a hand-in of the same key, wherever it lies and whenever it came."""
        problems = (problem for module in submission.modules for problem in module.problems)
        return Verdict(
            student=submission.student,
            origin=submission.origin,
            results=self.results,
            tasks=self.tasks,
            earned=self.earned,
            possible=self.possible,
            seconds=self.seconds,
            sandbox=self.sandbox,
            submission_sha256=submission.sha256,
            notes=(*submission.notes, *problems),
            unreadable=submission.unreadable,
            times=submission.times,
            members=submission.members,
            attempt=submission.attempt,
        )

    @property
    def final(self) -> bool:
        """Whether everything was judged: what is ungraded is our fault, and is graded again."""
        return all(result.outcome is not Outcome.UNGRADED for result in self.results)


@dataclass(frozen=True)
class RunRecord:
    """A run as the store knows it.

    Attributes:
        run: without its verdicts; `seconds` is 0 and `interrupted` true where it never came to an end.
        only: the tasks it was about; none means all. training: whether checks that train a model ran.
        graded: how many submissions it has a result for. new: how many of them it judged itself.
        ungraded: how many of them have checks without a result.
    """

    id: RunId
    run: Run
    key: str
    only: tuple[str, ...]
    training: bool
    graded: int
    new: int
    ungraded: int


@dataclass(frozen=True)
class Placed:
    """A submission of a run: `position` is its place among the run's submissions, from 0; `hand_in` its key."""

    position: int
    submission: Submission
    hand_in: str


class Scope(StrEnum):
    """What an override is about."""

    WHOLE = "whole"
    TASK = "task"
    CHECK = "check"
    ITEM = "item"  # of the rubric that a person scores


@dataclass(frozen=True)
class Override:
    """Points that a person set. `target` names the task, check or item; `points` None: the one before is withdrawn.

    `after_late`: no late penalty comes after it.
    """

    assignment: str
    student: str
    scope: Scope
    target: str
    points: float | None
    reason: str
    author: str
    at: str = ""  # ISO 8601 in UTC; the store sets it
    after_late: bool = False


@dataclass(frozen=True)
class Comment:
    """What a person wrote to a student about the whole work, or about one task."""

    assignment: str
    student: str
    text: str
    author: str
    task: str = ""
    at: str = ""  # as above


@dataclass(frozen=True)
class Event:
    """Something that was done: `published`, `exported`, … `detail` is plain data."""

    kind: str
    assignment: str = ""
    student: str = ""
    author: str = ""
    run: RunId | None = None
    detail: Mapping[str, object] = field(default_factory=dict)
    at: str = ""  # as above


class ClaimState(StrEnum):
    """What came of claiming a submission."""

    MINE = "mine"  # nobody else grades it as long as we live
    KNOWN = "known"  # somebody has graded it meanwhile
    HELD = "held"  # somebody grades it now


@dataclass(frozen=True)
class Claimed:
    """The answer to a claim. `owner`: host and process, for people, where it is held."""

    state: ClaimState
    owner: str = ""

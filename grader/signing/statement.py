"""What is signed: one commit of one student, judged by the course's own checks."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

SCHEMA = "grader.signed-result/1"
Hex = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{40}([0-9a-f]{24})?$")]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Points = Annotated[str, StringConstraints(pattern=r"^\d{1,9}(\.\d{1,2})?$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=1000)]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class TaskPoints(_Model):
    """A task: its points as text, and how it ended."""

    id: Line
    outcome: Line
    earned: Points
    possible: Points
    bonus: bool


class Edited(_Model):
    """A file of the commit that looks as if it wanted to grade; it had no part in this."""

    path: Line
    kind: Literal["workflow", "checks", "grader", "git", "link", "submodule"]


class Result(_Model):
    """A signed result's content.

    Attributes:
        repository, ref, commit, tree: what was fetched, and from where.
        student, assignment: whose work it is, for what.
        earned, possible, tasks: the verdict, its points as text.
        ungraded: checks that could not be judged through our fault; above 0 this is no grade yet.
        unreadable: key of the message why nothing could be graded; empty where something was.
        submission: fingerprint of what was graded. results: SHA-256 of the results.json kept with it.
        checks: fingerprint of the course's checks and references, and of the program that ran them.
        seed: fingerprint of the seed of the hidden cases. sandbox: the level. environment: versions.
        edited: what the commit has of checks and workflows; `edited_more` counts those that are not listed.
        received, time: when the commit came, by the course's clock, and when it was signed; ISO 8601 with offset.
        nonce: no two results are the same. key: id of the key that signed.
    """

    repository: Line
    ref: str
    commit: Hex
    tree: Hex
    student: Line
    assignment: Line
    earned: Points
    possible: Points
    tasks: tuple[TaskPoints, ...]
    ungraded: int
    unreadable: str
    submission: Digest
    results: Digest
    checks: Digest
    seed: Digest
    sandbox: Line
    environment: dict[str, str]
    edited: tuple[Edited, ...]
    edited_more: int
    received: Line
    time: Line
    nonce: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
    key: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]

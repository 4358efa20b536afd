"""The shape of results.json, version 1. docs/results-schema.md explains it; docs/results.schema.json is generated."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from grader.model import Outcome

SCHEMA = "grader.results/1"

Real = Annotated[float, Field(allow_inf_nan=False)]
Texts = Annotated[dict[str, str], Field(description="Language code → text.")]


class Entry(BaseModel):
    """Unknown fields are ignored: a later minor addition does not break this reader."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class MessageEntry(Entry):
    """A text for a student, as data and rendered."""

    key: str = Field(description="Entry of the message catalogues.")
    params: dict[str, Any] = Field(description='Its placeholders. NaN and infinities are "nan", "inf" and "-inf".')
    text: Texts


class FrameEntry(Entry):
    """A place in a submission."""

    file: str
    line: int = Field(description="1-based; within the cell when `cell` is given.")
    function: str
    text: str = Field(description="The source line.")
    cell: int | None = Field(description="Notebook cell, 1-based.")


class CheckEntry(Entry):
    """How one check of one submission ended."""

    id: str
    task: str
    name: str
    titles: Texts
    hidden: bool
    needs: list[str]
    timeout: Real | None = Field(description="Seconds; null for the assignment's limit.")
    training: bool = Field(description="The check trains a model.")
    outcome: Outcome
    points: Real = Field(description="Points that can be earned.")
    earned: Real
    seconds: Real
    memory: int | None = Field(default=None, description="The most bytes in use up to the end of the check.")
    message: MessageEntry | None
    diagnosis: MessageEntry | None = Field(default=None, description="The mistake behind a failure, where it is known.")
    where: FrameEntry | None
    facts: dict[str, Any] = Field(description="Measured values worth keeping.")
    output: str = Field(description="What the student's process printed meanwhile, capped.")
    waited_for: str | None = Field(description="The check that a skipped one waited for.")


class TaskEntry(Entry):
    """Points of one task."""

    id: str
    titles: Texts
    outcome: Outcome
    earned: Real
    possible: Real = Field(description="Without the points that could not be judged.")
    bonus: bool = Field(description="Adds to the total's `earned`, not to its `possible`.")


class SubmissionEntry(Entry):
    """The result of one submission."""

    student: str
    origin: str
    sha256: str
    sandbox: str
    earned: Real
    possible: Real
    seconds: Real
    ungraded: int = Field(description="Checks that could not be judged through our fault.")
    unreadable: MessageEntry | None = Field(description="Why nothing could be graded.")
    notes: list[MessageEntry]
    tasks: list[TaskEntry]
    checks: list[CheckEntry]
    times: dict[str, str] = Field(default={}, description="File → when it was handed in, ISO 8601, where known.")
    members: list[str] = Field(default=[], description="The students of a team.")
    attempt: int = Field(default=1, description="Which of the student's hand-ins this is, from 1.")


class SandboxEntry(Entry):
    """How student code was kept apart."""

    level: str
    guarantees: list[str]
    missing: list[str] = Field(default=[], description="What the level does not guarantee here.")


class ResultsFile(Entry):
    """One grading of one assignment."""

    model_config = ConfigDict(
        extra="ignore", frozen=True, validate_by_name=True, validate_by_alias=True, title="results.json"
    )

    schema_: Literal["grader.results/1"] = Field(alias="schema")
    assignment: str
    titles: Texts
    language: str = Field(description="The course's language.")
    started: str = Field(description="ISO 8601 with offset.")
    seconds: Real
    sandbox: SandboxEntry
    environment: dict[str, str]
    seed_sha256: str = Field(description="Fingerprint of the case seed; the seed itself is secret.")
    interrupted: bool
    expected: int = Field(description="Submissions that were to be graded.")
    graded: int = Field(description="Submissions in this file.")
    submissions: list[SubmissionEntry]


def schema_text() -> str:
    """The JSON schema, as docs/results.schema.json holds it."""
    return json.dumps(ResultsFile.model_json_schema(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"

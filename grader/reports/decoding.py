"""A results.json, validated, as the run that it describes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.model import Check, CheckResult, Frame, Message, Outcome, Run, TaskScore, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.reports.results_schema import CheckEntry, FrameEntry, MessageEntry, ResultsFile, SubmissionEntry


def run_of(entry: ResultsFile) -> Run:
    """The run."""
    return Run(
        assignment=entry.assignment,
        titles=entry.titles,
        seed_sha256=entry.seed_sha256,
        sandbox=entry.sandbox.level,
        guarantees=tuple(entry.sandbox.guarantees),
        missing=tuple(entry.sandbox.missing),
        started=entry.started,
        seconds=entry.seconds,
        environment=entry.environment,
        verdicts=tuple(_read_verdict(submission) for submission in entry.submissions),
        interrupted=entry.interrupted,
        expected=entry.expected,
    )


def _read_verdict(entry: SubmissionEntry) -> Verdict:
    return Verdict(
        student=entry.student,
        origin=entry.origin,
        results=tuple(_read_check(check) for check in entry.checks),
        tasks=tuple(
            TaskScore(task.id, task.titles, task.earned, task.possible, Outcome(task.outcome), task.bonus)
            for task in entry.tasks
        ),
        earned=entry.earned,
        possible=entry.possible,
        seconds=entry.seconds,
        sandbox=entry.sandbox,
        submission_sha256=entry.sha256,
        notes=tuple(Message(note.key, _read_params(note.params)) for note in entry.notes),
        unreadable=_read_message(entry.unreadable),
        times=entry.times,
        members=tuple(entry.members),
        attempt=entry.attempt,
    )


def _read_check(entry: CheckEntry) -> CheckResult:
    check = Check(
        id=entry.id,
        task=entry.task,
        name=entry.name,
        titles=entry.titles,
        points=entry.points,
        hidden=entry.hidden,
        needs=tuple(entry.needs),
        timeout=entry.timeout,
        training=entry.training,
    )
    return CheckResult(
        check=check,
        outcome=Outcome(entry.outcome),
        earned=entry.earned,
        message=_read_message(entry.message),
        diagnosis=_read_message(entry.diagnosis),
        where=_read_frame(entry.where),
        seconds=entry.seconds,
        output=entry.output,
        waited_for=entry.waited_for,
        facts=entry.facts,
        memory=entry.memory,
    )


def _read_frame(entry: FrameEntry | None) -> Frame | None:
    return None if entry is None else Frame(entry.file, entry.line, entry.function, entry.text, entry.cell)


def _read_message(entry: MessageEntry | None) -> Message | None:
    return None if entry is None else Message(entry.key, _read_params(entry.params))


def _read_params(params: Mapping[str, Any]) -> dict[str, object]:
    return {name: _read_param(value) for name, value in params.items()}


def _read_param(value: Any) -> object:
    """A parameter again; a message inside a message is an object of `key` and `params`."""
    if isinstance(value, dict) and set(value) == {"key", "params"} and isinstance(value["params"], dict):
        return Message(value["key"], _read_params(value["params"]))
    return [_read_param(item) for item in value] if isinstance(value, list) else value

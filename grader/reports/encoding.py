"""A run as the plain objects of results.json."""

from __future__ import annotations

import math
import numbers
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from grader.messages import LANGUAGES, render
from grader.model import Message
from grader.reports.results_schema import SCHEMA

if TYPE_CHECKING:
    from grader.model import CheckResult, Frame, Run, TaskScore, Verdict

_DEPTH = 20
_EXACT_INT = 2**63  # larger integers lose digits in other languages' readers


def run_object(run: Run, lang: str) -> dict[str, Any]:
    """The whole file; `lang` is the course's language."""
    return {
        "schema": SCHEMA,
        "assignment": _text(run.assignment),
        "titles": _texts(run.titles),
        "language": lang,
        "started": run.started,
        "seconds": _real(run.seconds),
        "sandbox": {"level": run.sandbox, "guarantees": list(run.guarantees), "missing": list(run.missing)},
        "environment": {_text(str(key)): _text(str(value)) for key, value in run.environment.items()},
        "seed_sha256": run.seed_sha256,
        "interrupted": run.interrupted,
        "expected": run.expected,
        "graded": len(run.verdicts),
        "submissions": [_verdict(verdict) for verdict in run.verdicts],
    }


def plain(value: object, depth: int = _DEPTH) -> Any:
    """`value` as strict JSON has it; what JSON has no form for becomes its text."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, numbers.Real):
        return _number(value)
    if depth <= 0:
        return "…"
    if isinstance(value, Message):
        value = {"key": value.key, "params": value.params}
    if isinstance(value, Mapping):
        return {_text(str(key)): plain(item, depth - 1) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray):
        return [plain(item, depth - 1) for item in value]
    return _text(str(value))


def _number(value: numbers.Real) -> int | float | str:
    """NaN, infinities and integers beyond 64 bits as text."""
    if isinstance(value, numbers.Integral):
        whole = int(value)
        return whole if -_EXACT_INT <= whole < _EXACT_INT else hex(whole)
    real = float(value)
    return real if math.isfinite(real) else str(real)


def _text(value: str) -> str:
    """Without lone surrogates, which UTF-8 does not have; plain `str`, also of an enum."""
    return str(value).encode("utf-8", "replace").decode()


def _real(value: float) -> float:
    return float(value) if math.isfinite(value) else 0.0


def _texts(titles: Mapping[str, str]) -> dict[str, str]:
    return {str(lang): _text(title) for lang, title in titles.items()}


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "student": _text(verdict.student),
        "origin": _text(verdict.origin),
        "sha256": verdict.submission_sha256,
        "sandbox": verdict.sandbox,
        "earned": _real(verdict.earned),
        "possible": _real(verdict.possible),
        "seconds": _real(verdict.seconds),
        "ungraded": verdict.ungraded,
        "unreadable": _message(verdict.unreadable),
        "times": {_text(path): _text(time) for path, time in verdict.times.items()},
        "members": [_text(member) for member in verdict.members],
        "attempt": verdict.attempt,
        "notes": [_message(note) for note in verdict.notes],
        "tasks": [_task(task) for task in verdict.tasks],
        "checks": [_check(result) for result in verdict.results],
    }


def _task(task: TaskScore) -> dict[str, Any]:
    return {
        "id": _text(task.task),
        "titles": _texts(task.titles),
        "outcome": task.outcome.value,
        "earned": _real(task.earned),
        "possible": _real(task.possible),
        "bonus": task.bonus,
    }


def _check(result: CheckResult) -> dict[str, Any]:
    check = result.check
    return {
        "id": _text(check.id),
        "task": _text(check.task),
        "name": _text(check.name),
        "titles": _texts(check.titles),
        "hidden": check.hidden,
        "needs": [_text(name) for name in check.needs],
        "timeout": None if check.timeout is None else _real(check.timeout),
        "training": check.training,
        "outcome": result.outcome.value,
        "points": _real(check.points),
        "earned": _real(result.earned),
        "seconds": _real(result.seconds),
        "memory": result.memory,
        "message": _message(result.message),
        "diagnosis": _message(result.diagnosis),
        "where": _frame(result.where),
        "facts": plain(dict(result.facts)),
        "output": _text(result.output),
        "waited_for": None if result.waited_for is None else _text(result.waited_for),
    }


def _message(message: Message | None) -> dict[str, Any] | None:
    if message is None:
        return None
    texts = {lang: _text(render(message, lang)) for lang in LANGUAGES}
    return {"key": _text(message.key), "params": plain(dict(message.params)), "text": texts}


def _frame(frame: Frame | None) -> dict[str, Any] | None:
    if frame is None:
        return None
    places = {"file": _text(frame.file), "function": _text(frame.function), "text": _text(frame.text)}
    return {**places, "line": frame.line, "cell": frame.cell}

"""Checks, results and submissions as rows and plain values, and back."""

from __future__ import annotations

import hashlib
import json
import math
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter

from grader.model import Check, CheckResult, Frame, Message, Module, Outcome, Submission, TaskScore

_MODULES = TypeAdapter(tuple[Module, ...])
_CHECKS = TypeAdapter(tuple[Check, ...])
_FAST = 1  # zlib's level: the code of a hand-in shrinks to a quarter in a fifth of a millisecond

Row = Mapping[str, Any]


def digest(*parts: object) -> str:
    """A key of plain values."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def real(value: float) -> float:
    """A number that every database keeps: SQLite makes NaN a null."""
    return float(value) if math.isfinite(value) else 0.0


def message_out(message: Message | None) -> list[Any] | None:
    """A message as key and parameters."""
    return None if message is None else [message.key, {k: _plain(v) for k, v in message.params.items()}]


def message_in(value: list[Any] | None) -> Message | None:
    """The message again."""
    return None if value is None else Message(value[0], {k: _message(v) for k, v in value[1].items()})


def messages_in(values: Sequence[list[Any]]) -> tuple[Message, ...]:
    """Several messages again."""
    return tuple(Message(key, {k: _message(v) for k, v in params.items()}) for key, params in values)


def modules_out(submission: Submission) -> tuple[str, bytes]:
    """The key of a submission's content, and the content."""
    data = _MODULES.dump_json(submission.modules)
    return hashlib.sha256(data).hexdigest(), zlib.compress(data, _FAST)


def modules_in(data: bytes) -> tuple[Module, ...]:
    """The modules again."""
    return _MODULES.validate_json(zlib.decompress(data))


def checks_out(checks: Sequence[Check]) -> list[dict[str, Any]]:
    """Checks as plain values."""
    return [asdict(check) for check in checks]


def checks_in(value: Any) -> tuple[Check, ...]:
    """The checks again."""
    return _CHECKS.validate_python(value)


def tasks_out(tasks: Sequence[TaskScore]) -> list[list[Any]]:
    """Points of the tasks as plain values."""
    return [[t.task, dict(t.titles), t.earned, t.possible, t.outcome.value, t.bonus] for t in tasks]


def tasks_in(value: Sequence[Sequence[Any]]) -> tuple[TaskScore, ...]:
    """The points again."""
    return tuple(TaskScore(t[0], t[1], t[2], t[3], Outcome(t[4]), t[5]) for t in value)


def result_out(grading: int, position: int, result: CheckResult) -> dict[str, Any]:
    """A row of `check_result`."""
    detail: dict[str, Any] = {}
    if result.message is not None:
        detail["message"] = message_out(result.message)
    if result.diagnosis is not None:
        detail["diagnosis"] = message_out(result.diagnosis)
    if (where := result.where) is not None:
        detail["where"] = [where.file, where.line, where.function, where.text, where.cell]
    if result.output:
        detail["output"] = result.output
    if result.waited_for is not None:
        detail["waited_for"] = result.waited_for
    if result.facts:
        detail["facts"] = _plain(result.facts)
    return {
        "grading": grading,
        "position": position,
        "check_id": result.check.id,
        "outcome": result.outcome.value,
        "earned": real(result.earned),
        "seconds": real(result.seconds),
        "detail": detail or None,
    }


def result_in(row: Any, check: Check) -> CheckResult:
    """The result again."""
    detail = row.detail or {}
    where = detail.get("where")
    return CheckResult(
        check=check,
        outcome=Outcome(row.outcome),
        earned=row.earned,
        message=message_in(detail.get("message")),
        where=None if where is None else Frame(*where),
        seconds=row.seconds,
        output=detail.get("output", ""),
        waited_for=detail.get("waited_for"),
        facts=detail.get("facts", {}),
        diagnosis=message_in(detail.get("diagnosis")),
    )


def _plain(value: Any) -> Any:
    """Messages inside of values become objects, as in results.json."""
    if isinstance(value, Message):
        return {"key": value.key, "params": _plain(value.params)}
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, list | tuple) else value


def _message(value: Any) -> Any:
    if isinstance(value, dict):
        if set(value) == {"key", "params"} and isinstance(value["params"], dict):
            return Message(value["key"], {k: _message(v) for k, v in value["params"].items()})
        return {k: _message(v) for k, v in value.items()}
    return [_message(v) for v in value] if isinstance(value, list) else value

"""What an exception in a check means: an outcome, a message for the student, a place in the hand-in."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from grader.errors import (
    CheckFailed,
    ForbiddenName,
    InputModified,
    LoadError,
    MissingName,
    ProcessEnded,
    ProtocolError,
    StudentError,
    Unsendable,
)
from grader.model import Frame, Message, Outcome
from grader.testing.plugin import UnexpectedValue, Waits


@dataclass(frozen=True)
class Ruling:
    """The judge's reading of one exception."""

    outcome: Outcome
    message: Message
    where: Frame | None = None
    waited_for: str | None = None


def rule(error: BaseException) -> Ruling:
    """The outcome of a check that ended with `error`; what is nobody else's fault is ours."""
    if isinstance(error, CheckFailed):
        return Ruling(Outcome.FAILED, error.message)
    if isinstance(error, Waits):
        return Ruling(Outcome.SKIPPED, Message("skipped", {"check": error.need}), waited_for=error.need)
    if isinstance(error, ProcessEnded):
        return Ruling(error.outcome, error.detail)
    if isinstance(error, ForbiddenName):
        return Ruling(Outcome.FORBIDDEN, error.message, error.where)
    if isinstance(error, ProtocolError):
        return Ruling(Outcome.CRASHED, Message("protocol_broken"))
    if isinstance(error, MissingName):
        return Ruling(Outcome.MISSING, Message("missing_name", {"name": error.name, "similar": ""}))
    if isinstance(error, InputModified):
        return Ruling(Outcome.FAILED, Message("input_modified", {"path": error.path}))
    if isinstance(error, Unsendable):
        return Ruling(Outcome.FAILED, Message("unsendable", {"what": error.what, "path": error.path}))
    if isinstance(error, StudentError):
        return _student_error(error)
    if isinstance(error, UnexpectedValue):
        return Ruling(Outcome.FAILED, Message("unexpected_value", {"text": str(error)[:500]}))
    if isinstance(error, (AssertionError, pytest.fail.Exception)):  # pytest.raises raises the latter
        return Ruling(Outcome.FAILED, Message("assertion", {"text": str(error)[:500]}))
    reason = f"{type(error).__name__}: {error}"[:500]
    return Ruling(Outcome.UNGRADED, Message("ungraded", {"reason": reason}))


_LOAD_ERRORS = {
    **dict.fromkeys(("SyntaxError", "IndentationError", "TabError"), "load_error_syntax"),
    **dict.fromkeys(("ImportError", "ModuleNotFoundError"), "load_error_import"),
}


def _student_error(error: StudentError) -> Ruling:
    where = error.trace[-1] if error.trace else None
    left = error.type_name == "SystemExit"
    said = "" if left and error.message == "None" else error.message  # `exit()` without a reason
    if isinstance(error, LoadError):
        params = {"file": where.file if where else "", "type": error.type_name, "text": said}
        return Ruling(Outcome.ERROR, Message(_LOAD_ERRORS.get(error.type_name, "load_error"), params), where)
    if left:
        return Ruling(Outcome.ERROR, Message("student_exit", {"text": said}), where)
    # torch raises NotImplementedError, too; the stub says so in its own line.
    if isinstance(error, NotImplementedError) and where is not None and "NotImplementedError" in where.text:
        return Ruling(Outcome.NOT_STARTED, Message("not_started", {"name": where.function}), where)
    return Ruling(Outcome.ERROR, Message("student_error", {"type": error.type_name, "text": error.message}), where)

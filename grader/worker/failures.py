"""Exceptions of student code as plain values: the type's name, its text, the frames inside the submission."""

from __future__ import annotations

import builtins
import errno
import traceback
from pathlib import Path
from typing import Any

from grader.errors import ProtocolError, Unsendable
from grader.worker.loader import LoadFailed, Missing

TEXT = 2000  # characters of an exception's text that travel
FRAMES = 20
_DISK = {getattr(errno, name, -1) for name in ("ENOSPC", "EFBIG", "EDQUOT")}
_MEMORY = ("allocate memory", "bad_alloc")


class Modified(Exception):
    """An argument was changed in place; its name is the text."""


class CallbackFailed(RuntimeError):
    """What student code sees when the judge's function raised: a fixed text, nothing of the judge's."""

    def __init__(self) -> None:
        super().__init__("the function that was passed as an argument failed")


def describe(error: BaseException, folder: Path) -> dict[str, Any]:
    """The failure message for the judge; `folder` holds the submission's code. Never raises."""
    try:
        return _described(error, folder)
    except BaseException:  # noqa: BLE001 - the exception's class is the student's, and so are its attributes
        return {"kind": "error", "type": "Exception", "text": "", "bases": [], "trace": []}


def _described(error: BaseException, folder: Path) -> dict[str, Any]:
    if isinstance(error, Missing):
        return {"kind": "missing", "name": str(error)[:TEXT]}
    if isinstance(error, Modified):
        return {"kind": "modified", "path": str(error)[:TEXT]}
    if isinstance(error, Unsendable):
        return {"kind": "unsendable", "what": error.what[:TEXT], "path": error.path[:TEXT]}
    if isinstance(error, ProtocolError):
        return {"kind": "protocol", "text": str(error)[:TEXT]}
    if isinstance(error, LoadFailed) and error.__cause__ is not None:
        return {**_described(error.__cause__, folder), "kind": "load"}
    kind = "error"
    text = _text(error)
    if isinstance(error, CallbackFailed):
        kind = "callback"
    elif isinstance(error, MemoryError) or (isinstance(error, RuntimeError) and any(s in text for s in _MEMORY)):
        kind = "memory"
    elif isinstance(error, OSError) and error.errno in _DISK:
        kind = "disk"
    elif type(error).__name__ == "OutOfMemoryError":
        kind = "gpu_memory"
    return {
        "kind": kind,
        "type": str(type(error).__name__)[:100],
        "text": text,
        "bases": [c.__name__ for c in type(error).__mro__ if getattr(builtins, c.__name__, None) is c],
        "trace": _trace(error, folder),
    }


def _text(error: BaseException) -> str:
    try:
        return str(error)[:TEXT]
    except BaseException:  # noqa: BLE001 - __str__ is the student's
        return ""


def _trace(error: BaseException, folder: Path) -> list[list[Any]]:
    """[file, line, function, text] of the frames inside the submission, outermost first."""
    if isinstance(error, SyntaxError) and error.filename and Path(error.filename).parent == folder:
        return [[Path(error.filename).name, error.lineno or 0, "", (error.text or "").strip()[:200]]]
    return [
        [Path(frame.filename).name, frame.lineno or 0, frame.name[:100], (frame.line or "")[:200]]
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).parent == folder
    ][-FRAMES:]

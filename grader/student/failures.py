"""Failures reported by the student process, as exceptions of the judge.

The classes are a closed set made beforehand: the student's type is only a name, never a class of ours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from grader.errors import (
    GraderError,
    InputModified,
    LoadError,
    MissingName,
    ProcessEnded,
    ProtocolError,
    StudentError,
    StudentFault,
    Unsendable,
)
from grader.model import Frame, Message, Outcome

_BASES: tuple[type[Exception], ...] = (
    NotImplementedError,
    ZeroDivisionError,
    FileNotFoundError,
    ModuleNotFoundError,
    KeyError,
    IndexError,
    ValueError,
    TypeError,
    AttributeError,
    AssertionError,
    NameError,
    RuntimeError,
    ImportError,
    OverflowError,
    OSError,
)
_CLASSES: dict[str, type[StudentError]] = {
    base.__name__: type(f"Student{base.__name__}", (StudentError, base), {"__module__": __name__}) for base in _BASES
}
_TEXT = 4000
_FRAMES = 50
Locate = Callable[[str, int], Frame | None]  # None: the hand-in has no such place, whatever the process says


class JudgeSideError(GraderError):
    """A check used a proxy in a way that cannot work; the check's author must change it."""


class NotDefined(MissingName, AttributeError):  # type: ignore[misc] # `name` means the same in both
    """MissingName that `hasattr` and `getattr` with a default understand."""


def failure(data: Mapping[str, Any], locate: Locate) -> StudentFault:
    """The exception for a failure message.

    Args:
        data: plain values from the student process, not yet checked.
        locate: maps a code file's name and a line to a place in the hand-in.

    Raises:
        ProtocolError: the message is malformed, or says that ours was.
    """
    kind = _text(data, "kind")
    if kind == "missing":
        return NotDefined(_text(data, "name"))
    if kind == "modified":
        return InputModified(_text(data, "path"))
    if kind == "unsendable":
        return Unsendable(_text(data, "what"), _text(data, "path"))
    if kind == "protocol":
        raise ProtocolError(f"the student process could not read a request: {_text(data, 'text')}")
    name, text, trace = _text(data, "type"), _text(data, "text"), _trace(data, locate)
    if kind == "memory":
        return ProcessEnded(Outcome.MEMORY, Message("memory_error", {"text": text}))
    if kind == "gpu_memory":
        return ProcessEnded(Outcome.GPU_MEMORY, Message("gpu_memory"))
    if kind == "disk":
        return ProcessEnded(Outcome.DISK, Message("disk_error", {"text": text}))
    if kind == "load":
        return LoadError(name, text, trace)
    if kind not in ("error", "callback"):
        raise ProtocolError("not a failure")
    bases = data.get("bases")
    for base in bases if isinstance(bases, list) else []:
        if isinstance(base, str) and base in _CLASSES:
            return _CLASSES[base](name, text, trace)
    return StudentError(name, text, trace)


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key, "")
    if not isinstance(value, str):
        raise ProtocolError("not a failure")
    return value[:_TEXT]


def _trace(data: Mapping[str, Any], locate: Locate) -> tuple[Frame, ...]:
    entries = data.get("trace", [])
    if not isinstance(entries, list):
        raise ProtocolError("not a failure")
    frames = [_frame(entry, locate) for entry in entries[:_FRAMES]]
    return tuple(frame for frame in frames if frame is not None)


def _frame(entry: Any, locate: Locate) -> Frame | None:
    if isinstance(entry, list) and len(entry) == 4:
        file, line, function, _ = entry
        if isinstance(file, str) and type(line) is int and isinstance(function, str):
            place = locate(file[:300], line)
            return place and Frame(place.file, place.line, place.function or function[:100], place.text, place.cell)
    raise ProtocolError("not a failure")

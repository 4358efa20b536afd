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
Locate = Callable[[str, int], Frame | None]  # None: the hand-in has no such place, whatever the process says


class JudgeSideError(GraderError):
    """A check used a proxy in a way that cannot work; the check's author must change it."""


def failure(data: Mapping[str, Any], locate: Locate) -> StudentFault:
    """The exception for a failure message.

    Args:
        data: plain values from the student process, not yet checked.
        locate: maps a code file's name and a line to a place in the hand-in.

    Raises:
        ProtocolError: the message is malformed.
    """
    kind = data.get("kind")
    if kind == "missing":
        return MissingName(_text(data, "name"))
    if kind == "modified":
        return InputModified(_text(data, "path"))
    if kind == "unsendable":
        return Unsendable(_text(data, "what"), _text(data, "path"))
    name, text, trace = _text(data, "type"), _text(data, "text"), _trace(data, locate)
    if kind == "memory":
        return ProcessEnded(Outcome.MEMORY, Message("memory"))
    if kind == "gpu_memory":
        return ProcessEnded(Outcome.GPU_MEMORY, Message("gpu_memory"))
    if kind == "disk":
        return ProcessEnded(Outcome.DISK, Message("disk"))
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
    return value[:4000]


def _trace(data: Mapping[str, Any], locate: Locate) -> tuple[Frame, ...]:
    frames = []
    entries = data.get("trace", [])
    for entry in entries[:50] if isinstance(entries, list) else []:
        file, line, function, _ = entry
        if not (isinstance(file, str) and type(line) is int and isinstance(function, str)):
            raise ProtocolError("not a failure")
        place = locate(file[:300], line)
        if place is not None:
            frames.append(Frame(place.file, place.line, place.function or function[:100], place.text, place.cell))
    return tuple(frames)

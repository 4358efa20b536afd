"""What student code raises, as the judge sees it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from grader.errors import GraderError, MissingName, ProcessEnded, ProtocolError, StudentError, StudentFault
from grader.model import Frame, Outcome
from grader.student import Conversation, Student
from grader.student.failures import failure

SOURCE = (Path(__file__).parent / "raising.py").read_text("utf-8").splitlines()


def line_of(text: str) -> int:
    """The line of the hand-in that starts with a text."""
    return next(i for i, line in enumerate(SOURCE, 1) if line.strip().startswith(text))


def caught(call: Any, *args: Any) -> StudentError:
    """The StudentError that a call raises."""
    with pytest.raises(StudentError) as info:
        call(*args)
    return info.value


def test_builtin_exceptions(student: Student) -> None:
    """The judge's class is also the built-in one; type, text and place are data."""
    error = caught(student.key_error, 1)
    assert isinstance(error, KeyError)
    assert (error.type_name, error.message, str(error)) == ("KeyError", "'k1'", "KeyError: 'k1'")
    assert error.trace == (Frame("raising.py", line_of('return {}["k"'), "key_error"),)


def test_exceptions_of_the_student(student: Student) -> None:
    """An own class is only a name; what it is derived from counts."""
    error = caught(student.own_error)
    assert isinstance(error, ValueError)
    assert type(error).__name__ == "StudentValueError"
    assert (error.type_name, error.message) == ("DimensionError", "dims: 한국\ud800")


@pytest.mark.parametrize(
    "name,type_name,message",
    [
        ("silent_error", "S" * 100, ""),
        ("awkward_error", "Exception", ""),
        ("leave", "SystemExit", "0"),
        ("interrupt", "KeyboardInterrupt", ""),
        ("stop_iteration", "StopIteration", "3"),
    ],
)
def test_unusual_exceptions(student: Student, name: str, type_name: str, message: str) -> None:
    """Exceptions that set traps, and those that would end a process, are errors like any other."""
    error = caught(getattr(student, name))
    assert (error.type_name, error.message) == (type_name, message)
    assert student.add(1) == 2


def test_syntax_errors_elsewhere(student: Student) -> None:
    """A SyntaxError of eval() is placed where eval() was called."""
    error = caught(student.syntax_error)
    assert error.type_name == "SyntaxError"
    assert [f.line for f in error.trace] == [line_of('eval("1 +")')]


def test_wrong_arguments(student: Student) -> None:
    """A call that does not fit the student's signature is a TypeError of the student's."""
    assert isinstance(caught(student.add, 1, 2, 3), TypeError)


def test_missing_names(student: Student) -> None:
    """A name that is not defined has its own type, and `hasattr` works."""
    with pytest.raises(MissingName) as info:
        _ = student.not_there
    assert info.value.name == "not_there"
    assert not hasattr(student, "not_there")
    assert hasattr(student, "add")
    assert getattr(student, "not_there", 3) == 3
    with pytest.raises(AttributeError):
        _ = student.__wrapped__


def test_memory(student: Student) -> None:
    """An allocation that fails is the outcome `memory`; the process lives."""
    with pytest.raises(ProcessEnded) as info:
        student.out_of_memory()
    assert info.value.outcome is Outcome.MEMORY
    assert student.add(1) == 2


def test_unknown_operations_and_handles(conversation: Conversation, student: Student) -> None:
    """A mistake of ours is a ProtocolError, not the student's exception, and does not end the process."""
    with pytest.raises(ProtocolError, match="unknown operation"):
        conversation.do("fly", 1)
    with pytest.raises(ProtocolError, match="unknown operation"):
        conversation.request("sudo")
    stale = student.keep
    stale.__dict__["_handle"] = 10**6
    with pytest.raises(ProtocolError, match="could not read"):
        stale(1)
    with pytest.raises(ProtocolError, match="do not fit"):
        conversation.request("do", {"p": [[10**6, None, None, None, True, False]]}, True, "seed", [1])
    assert student.add(1) == 2


def place(file: str, line: int) -> Frame | None:
    """Where a line of a module is in the hand-in; nothing for a file that was not handed in."""
    return Frame("a.ipynb", line + 1, "cell", "x", 3) if file == "a.py" else None


def test_places_are_translated() -> None:
    """Frames are mapped to the hand-in; what it does not have is left out."""
    trace = [["a.py", 4, "f", "y"], ["b.py", 1, "g", ""]]
    error = failure({"kind": "error", "type": "E", "text": "t", "bases": [], "trace": trace}, place)
    assert isinstance(error, StudentError)
    assert error.trace == (Frame("a.ipynb", 5, "cell", "x", 3),)


@pytest.mark.parametrize(
    "kind,outcome", [("memory", Outcome.MEMORY), ("gpu_memory", Outcome.GPU_MEMORY), ("disk", Outcome.DISK)]
)
def test_limits_are_outcomes(kind: str, outcome: Outcome) -> None:
    """Failures that mean a limit carry its outcome."""
    error = failure({"kind": kind, "type": "E", "text": "t", "trace": []}, place)
    assert isinstance(error, ProcessEnded)
    assert error.outcome is outcome


def malformed() -> Iterator[dict[Any, Any]]:
    """Failure messages that are none."""
    good: dict[Any, Any] = {"kind": "error", "type": "E", "text": "t", "bases": [], "trace": [["a.py", 1, "f", ""]]}
    for key in ("kind", "type", "text", "trace"):
        for value in (1, None, torch.ones(2), [[]], [["a.py", "1", "f", ""]], [["a.py", 1, "f"]], {"a": 1}, "nonsense"):
            if not (isinstance(value, str) and key in ("type", "text")):
                yield {**good, key: value}
    yield {}
    yield {1: 2}
    yield {"kind": "missing", "name": 3}
    yield {"kind": "unsendable", "what": []}


@pytest.mark.parametrize("data", list(malformed()), ids=lambda d: str(d)[:50])
def test_malformed_failures(data: dict[Any, Any]) -> None:
    """A failure message that is none is a protocol error."""
    with pytest.raises(ProtocolError):
        failure(data, place)


def test_odd_bases_are_ignored() -> None:
    """The names of base classes are looked up in a closed set only."""
    bases = [3, "__import__", [], "MemoryError", "IndexError"]
    error = failure({"kind": "error", "type": "E", "text": "t", "bases": bases}, place)
    assert isinstance(error, IndexError)
    assert isinstance(failure({"kind": "error", "type": "E", "text": "t", "bases": 3}, place), StudentFault)
    assert isinstance(failure({"kind": "load", "type": "E", "text": "t"}, place), GraderError)

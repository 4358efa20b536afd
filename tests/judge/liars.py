"""Student processes that are honest up to a point, and how a check ends on them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from pydantic import TypeAdapter

from grader.model import CheckResult
from grader.protocol import FrameSocket
from grader.student import Student
from grader.testing import assert_matches
from grader.worker.session import Session
from tests.judge.running import one_check, submission
from tests.judge.sandboxes import Serve, Threads
from tests.testing.messages import checked

ANSWER = torch.arange(3.0)
Reply = Callable[[int], list[bytes]]


def turning(operation: str, then: Callable[[FrameSocket, int], None]) -> Serve:
    """Honest until an operation of this kind ("pick", "call", "vjp"): there `then` has the connection and the id."""

    class Turncoat(Session):
        def answer(self, number: int, request: list[Any], payload: memoryview) -> None:
            if request[0] == "do" and request[1][2] == operation:
                then(self.connection, number)
            else:
                super().answer(number, request, payload)

    def serve(connection: FrameSocket, folder: Path) -> None:
        Turncoat(connection, folder).run()

    return serve


def lying(lie: Reply, operation: str = "call") -> Serve:
    """Sends the headers that `lie` gives for the id, in place of the operation's result."""

    def then(connection: FrameSocket, number: int) -> None:
        for header in lie(number):
            connection.send(header, [])

    return turning(operation, then)


def named(**parts: Any) -> Any:
    """A dict on the wire, of trees."""
    return {"D": [list(parts), list(parts.values())]}


def reply(**parts: Any) -> Reply:
    """An answer with these parts; `r` is the result of the operation."""
    return lambda number: [json.dumps(["=", number, named(**parts)]).encode()]


def refusal(**parts: Any) -> Reply:
    """A failure with these parts."""
    return lambda number: [json.dumps(["!", number, named(**parts)]).encode()]


def says(tree: Any) -> Reply:
    """The result of the operation is this JSON tree."""
    return reply(r=tree)


def hanging_up(operation: str) -> Serve:
    """Ends in the middle of an operation."""
    return turning(operation, lambda connection, number: connection.close())


def calls_f(student: Student) -> None:
    """What an ordinary check does."""
    assert_matches(student.f(torch.ones(3)), ANSWER)


def result_of(serve: Serve, action: Callable[[Student], object] = calls_f, seconds: float = 3.0) -> CheckResult:
    """The check's result, fit to be written down."""
    hand_in = submission("s001", solution="def f(x):\n    return x")
    result = one_check(Threads(serve), action, hand_in, seconds)
    line = json.dumps(TypeAdapter(CheckResult).dump_python(result, mode="json"))
    assert len(line) < 100_000
    assert TypeAdapter(CheckResult).validate_python(json.loads(line)).outcome is result.outcome
    if result.message is not None:
        checked(result.message)
    return result

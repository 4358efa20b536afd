"""Student code that gets hold of the connection itself, and answers with forged gradients."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from grader.errors import ProtocolError
from grader.model import Frame
from grader.protocol import DeadlinePassed, Limits, PeerClosed
from grader.protocol.frames import MAGIC, PREFIX
from grader.sandbox import PlainProcess, ProcessLimits
from grader.student import Conversation, Student

SOURCE = (Path(__file__).parent / "raising.py").read_text("utf-8")


def frame(message: Any, payload: bytes = b"") -> bytes:
    """The bytes of a message."""
    header = json.dumps(message).encode()
    return PREFIX.pack(MAGIC, len(header), len(payload)) + header + payload


@pytest.mark.parametrize(
    "name,data,error",
    [
        ("write_raw", b"print('hello')\n" * 10, ProtocolError),
        ("write_raw", PREFIX.pack(MAGIC, 2, 1 << 63), ProtocolError),
        ("write_raw", frame(["=", 10**6, 1]), ProtocolError),
        ("write_raw", PREFIX.pack(MAGIC, 20_000_000, 0), DeadlinePassed),
        ("write_raw_and_exit", frame(["=", 3, {"D": [["r"], [1]]}])[:-5], PeerClosed),
        ("close_connection", None, PeerClosed),
    ],
    ids=["text", "length", "wrong id", "endless header", "half a frame", "hang up"],
)
def test_student_code_on_the_connection(name: str, data: bytes | None, error: type[Exception]) -> None:
    """Bytes between the frames end the conversation by one of three errors, at once or with the next request."""
    process = PlainProcess().start(ProcessLimits())
    try:
        conversation = Conversation(process.connection, Frame)
        student = Student(lambda: conversation)
        conversation.load([("raising", SOURCE, False)], {})
        function = getattr(student, name)
        conversation.deadline = time.monotonic() + (0.5 if error is DeadlinePassed else 20)
        with pytest.raises(error):
            function(*([] if data is None else [data]))
        with pytest.raises(PeerClosed):
            student.key_error(1)
    finally:
        process.close()


def test_a_forged_reply_is_noticed_with_the_next_request() -> None:
    """Student code that answers in its own name, and then once more by returning, is out of step."""
    process = PlainProcess().start(ProcessLimits())
    try:
        conversation = Conversation(process.connection, Frame)
        student = Student(lambda: conversation)
        conversation.load([("raising", SOURCE, False)], {})
        conversation.deadline = time.monotonic() + 20
        function = student.write_raw
        assert function(frame(["=", conversation._last_id + 1, {"D": [["r"], [42]]}])) == 42
        time.sleep(0.2)  # until its real reply has arrived
        with pytest.raises(ProtocolError, match="in advance"):
            student.key_error(1)
    finally:
        process.close()


class Scripted:
    """A connection on which every request gets the next of some replies."""

    limits = Limits()

    def __init__(self, *replies: Any) -> None:
        self._replies = list(enumerate(replies, 1))

    def send(self, header: bytes, buffers: Any, deadline: float | None = None) -> None:
        """Nobody listens."""

    def pending(self) -> bool:
        """Nothing comes in advance."""
        return False

    def receive(self, deadline: float | None = None) -> tuple[bytes, memoryview]:
        """The next reply."""
        number, reply = self._replies.pop(0)
        floats = json.dumps(reply).count('"float') * 16
        return json.dumps(["=", number, {"D": [list(reply), list(reply.values())]}]).encode(), memoryview(
            bytearray(floats)
        )


FUNCTION = {"r": {"h": ["object", 1, "f", []]}}
RESULT = {"r": {"t": ["float32", [3], {"o": 0}]}, "graph": [2, [["x", 1]]]}


def gradient(*gradients: Any) -> dict[str, Any]:
    """The reply to a vector–Jacobian product."""
    return {"r": list(gradients)}


@pytest.mark.parametrize(
    "reply",
    [
        gradient({"t": ["float32", [2]]}),
        gradient({"t": ["float32", [1, 3]]}),
        gradient({"t": ["float64", [2]]}),
        gradient(),
        gradient({"t": ["float32", [3]]}, {"t": ["float32", [3]]}),
        gradient(1.0),
        {"r": None},
        {"r": 3},
        {},
    ],
    ids=str,
)
def test_forged_gradients(reply: Any) -> None:
    """Gradients of a wrong shape, dtype, number or kind are a protocol error, not one of autograd."""
    connection: Any = Scripted(FUNCTION, RESULT, reply)
    conversation = Conversation(connection, Frame)
    function: Callable[..., Any] = conversation.do("pick", "f")
    y = function(torch.ones(3, requires_grad=True))
    with pytest.raises(ProtocolError):
        y.sum().backward()


def test_right_gradients_pass() -> None:
    """The control: gradients of the right form, and None, are accepted."""
    for reply in (gradient({"t": ["float32", [3]]}), gradient(None)):
        connection: Any = Scripted(FUNCTION, RESULT, reply)
        conversation = Conversation(connection, Frame)
        x = torch.ones(3, requires_grad=True)
        conversation.do("pick", "f")(x).sum().backward()
        assert (x.grad is None) == (reply["r"] == [None])

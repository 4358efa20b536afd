"""Requests and replies: nested both ways; a reply that nobody waits for ends the conversation."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from grader.errors import ProtocolError, Unsendable
from grader.protocol import DeadlinePassed, FrameSocket, Peer, PeerClosed, RemoteFailure
from grader.protocol.frames import MAGIC, PREFIX
from grader.protocol.peer import MAX_NESTING


class Calculator(Peer):
    """Serves `add`, `bounce` (asks back until nothing is left) and `fail`."""

    def serve(self, operation: str, arguments: list[Any]) -> Any:
        """One of the operations."""
        if operation == "add":
            return sum(arguments)
        if operation == "bounce":
            (left,) = arguments
            return 0 if not left else 1 + self.request("bounce", left - 1)
        if operation == "unsendable":
            return object()
        raise ZeroDivisionError(operation)

    def failure(self, error: BaseException) -> dict[str, Any]:
        """Type and text."""
        return {"type": type(error).__name__, "text": str(error)}


@contextmanager
def peers() -> Iterator[Calculator]:
    """One side; the other serves in a thread."""
    ours, theirs = socket.socketpair()
    here, there = Calculator(FrameSocket(ours)), Calculator(FrameSocket(theirs))

    def serve() -> None:
        try:
            while True:
                _, number, request, payload = there.receive()
                there.answer(number, request, payload)
        except PeerClosed:
            pass

    thread = threading.Thread(target=serve)
    thread.start()
    here.deadline = time.monotonic() + 20
    try:
        yield here
    finally:
        here.connection.close()
        thread.join()
        there.connection.close()


def test_requests_both_ways() -> None:
    """A request is answered; the other side may ask back before it answers."""
    with peers() as peer:
        assert peer.request("add", 1, 2.5) == 3.5
        assert peer.request("bounce", 9) == 9
        assert peer.request("add", 1) == 1


def test_failures_are_answers() -> None:
    """What the other side raises, and what it cannot send, arrives as data; the conversation goes on."""
    with peers() as peer:
        with pytest.raises(RemoteFailure) as caught:
            peer.request("nothing")
        assert caught.value.data == {"type": "ZeroDivisionError", "text": "nothing"}
        with pytest.raises(RemoteFailure) as caught:
            peer.request("unsendable")
        assert caught.value.data["type"] == "Unsendable"
        with pytest.raises(Unsendable):
            peer.request("add", object())
        assert peer.request("add", 2) == 2


def test_nesting_has_an_end() -> None:
    """Endless mutual recursion is an error on the innermost level, not the end of the conversation."""
    with peers() as peer:
        assert peer.request("bounce", 2 * MAX_NESTING - 2) == 2 * MAX_NESTING - 2
        with pytest.raises(RemoteFailure) as caught:
            peer.request("bounce", 500)
        assert caught.value.data["type"] in {"RecursionError", "RemoteFailure"}
        assert peer.request("add", 3) == 3


@contextmanager
def alone() -> Iterator[tuple[Calculator, socket.socket]]:
    """A peer and the raw socket of the other side."""
    ours, theirs = socket.socketpair()
    peer = Calculator(FrameSocket(ours))
    peer.deadline = time.monotonic() + 0.3
    try:
        yield peer, theirs
    finally:
        peer.connection.close()
        theirs.close()


def message(*parts: Any) -> bytes:
    """A frame of a JSON list."""
    header = json.dumps(parts).encode()
    return PREFIX.pack(MAGIC, len(header), 0) + header


def answering(theirs: socket.socket, *messages: bytes) -> threading.Thread:
    """Answer the next request with these bytes."""

    def body() -> None:
        theirs.recv(1 << 16)
        theirs.sendall(b"".join(messages))

    thread = threading.Thread(target=body)
    thread.start()
    return thread


def test_reply_in_advance() -> None:
    """A reply that lies there before the request is refused, right id or not."""
    with alone() as (peer, theirs):
        theirs.sendall(message("=", 1, 42))
        with pytest.raises(ProtocolError, match="in advance"):
            peer.request("add", 1)


def test_second_reply() -> None:
    """A second reply to the same request is refused at the next one."""
    with alone() as (peer, theirs):
        thread = answering(theirs, message("=", 1, 42), message("=", 1, 43))
        assert peer.request("add", 1) == 42
        thread.join()
        with pytest.raises(ProtocolError, match="in advance"):
            peer.request("add", 1)


@pytest.mark.parametrize(
    "reply",
    [
        ("=", 2, 42),
        ("=", 0, 42),
        ("=", 1.0, 42),
        ("=", True, 42),
        ("=", "1", 42),
        ("=", 1),
        ("=", 1, 2, 3),
        ("!", 1, "text"),
        ("!", 1, [1]),
        ("!", 2, {"D": [["a"], [1]]}),
        ("?", 1, "add"),
        ("?", 1, 3, []),
        ("?", 1, "add", 3),
        ("?", None, "add", []),
        ("+", 1, 42),
        ([], 1, 42),
        ({"t": ["float32", []]}, 1, 42),
        ("=", {"n": ["<f8", [0]]}, 42),
        (),
    ],
    ids=str,
)
def test_not_a_reply(reply: tuple[Any, ...]) -> None:
    """Wrong id, wrong form, to nobody: ProtocolError, and the conversation is over."""
    with alone() as (peer, theirs):
        thread = answering(theirs, message(*reply))
        with pytest.raises(ProtocolError):
            peer.request("add", 1)
        thread.join()
        with pytest.raises(PeerClosed, match="broke off"):
            peer.request("add", 1)


def test_no_request_after_a_missed_deadline() -> None:
    """The late reply of a request that was given up is never taken for that of the next one."""
    with alone() as (peer, theirs):
        peer.deadline = time.monotonic() + 0.05
        with pytest.raises(DeadlinePassed):
            peer.request("add", 1)
        theirs.sendall(message("=", 1, 42))
        peer.deadline = None
        with pytest.raises(PeerClosed, match="broke off"):
            peer.request("add", 2)


def test_peer_that_only_asks() -> None:
    """Questions without end instead of a reply: the deadline ends it."""
    with alone() as (peer, theirs):
        stop = threading.Event()

        def ask() -> None:
            theirs.recv(1 << 16)
            theirs.settimeout(0.05)
            while not stop.is_set():
                try:
                    theirs.send(message("?", 5, "add", [1]) * 100)
                    theirs.recv(1 << 20)
                except TimeoutError:
                    continue
                except OSError:
                    return

        thread = threading.Thread(target=ask)
        thread.start()
        with pytest.raises(DeadlinePassed):
            peer.request("add", 1)
        stop.set()
        thread.join()


def test_undecodable_request_is_answered() -> None:
    """A request whose arguments cannot be read is answered with a failure, and the next one served."""
    with alone() as (peer, theirs):
        theirs.sendall(message("?", 8, "add", [{"t": ["float99", []]}]) + message("?", 9, "add", [4]))
        for _ in range(2):
            _, number, request, payload = peer.receive()
            peer.answer(number, request, payload)
        replies = theirs.recv(1 << 16).split(MAGIC)[1:]
        headers = [json.loads(r[PREFIX.size - len(MAGIC) :]) for r in replies]
        assert headers[0][:2] == ["!", 8]
        assert "ProtocolError" in str(headers[0])
        assert headers[1] == ["=", 9, 4]

"""Frames on a socket: every read and write ends by its deadline, whatever the peer does."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from grader.errors import ProtocolError
from grader.protocol import DeadlinePassed, FrameSocket, Limits, PeerClosed
from grader.protocol.frames import MAGIC, PREFIX

SOON = 0.15  # seconds
LATE = 10.0  # where a machine has much to do


@contextmanager
def connected(limits: Limits | None = None) -> Iterator[tuple[FrameSocket, socket.socket]]:
    """A FrameSocket and the raw socket of its peer."""
    ours, theirs = socket.socketpair()
    connection = FrameSocket(ours, limits)
    try:
        yield connection, theirs
    finally:
        theirs.close()
        connection.close()


@contextmanager
def doing(action: Callable[[threading.Event], None]) -> Iterator[None]:
    """Run the peer's action in a thread; it shall end when the event is set."""
    stop = threading.Event()

    def body() -> None:
        try:
            action(stop)
        except OSError:  # our end is closed
            pass

    thread = threading.Thread(target=body)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


@contextmanager
def by_deadline() -> Iterator[float]:
    """Gives a deadline; what runs must end at it by DeadlinePassed, not before and not much later."""
    started = time.monotonic()
    with pytest.raises(DeadlinePassed):
        yield started + SOON
    assert SOON * 0.9 <= time.monotonic() - started < LATE


def frame(header: bytes = b"[]", payload: bytes = b"") -> bytes:
    """The bytes of a frame."""
    return PREFIX.pack(MAGIC, len(header), len(payload)) + header + payload


def views(*parts: bytes) -> list[memoryview]:
    """Buffers to send."""
    return [memoryview(p) for p in parts]


@pytest.mark.parametrize("sizes", [(), (1,), (16, 0, 5), (70_000, 3), (5_000_000,)])
def test_frames_arrive(sizes: tuple[int, ...]) -> None:
    """Header and buffers arrive, padded to the alignment, one frame after the other."""
    ours, theirs = socket.socketpair()
    a, b = FrameSocket(ours), FrameSocket(theirs)
    buffers = [bytes([i + 1]) * n for i, n in enumerate(sizes)]

    def send(_: Any) -> None:
        for i in range(3):
            a.send(b'{"D":{"n":%d}}' % i + b" " * (i * 60_000), views(*buffers), time.monotonic() + 10)

    with doing(send):
        for i in range(3):
            header, payload = b.receive(time.monotonic() + 10)
            assert header.rstrip() == b'{"D":{"n":%d}}' % i
            assert bytes(payload) == b"".join(p + bytes(-len(p) % 16) for p in buffers)
    assert not b.pending()
    a.close()
    b.close()


class WindowsSocket(socket.socket):
    """A socket of a system without sendmsg."""

    @property
    def sendmsg(self) -> Any:  # type: ignore[override]
        """Not there."""
        raise AttributeError("sendmsg")


def test_frames_arrive_without_sendmsg() -> None:
    """Where the system has no sendmsg (Windows), parts are sent one by one."""
    ours, theirs = socket.socketpair()
    connection = FrameSocket(WindowsSocket(fileno=ours.detach()))
    connection.send(b"[1]", views(b"abc", b"de"))
    assert theirs.recv(100) == frame(b"[1]", b"abc" + bytes(13) + b"de" + bytes(14))
    connection.close()
    theirs.close()


def test_payload_is_aligned_and_writable() -> None:
    """Tensors are laid over the payload's memory."""
    with connected() as (connection, theirs):
        theirs.sendall(frame(b"[]", bytes(48)))
        _, payload = connection.receive()
        assert not payload.readonly
        import numpy as np

        assert np.frombuffer(payload, np.uint8).ctypes.data % 16 == 0


def test_dripping_peer() -> None:
    """A peer that sends a byte now and then does not push the deadline back."""
    with connected() as (connection, theirs):

        def drip(stop: threading.Event) -> None:
            for byte in frame(b'"' + b"x" * 10_000 + b'"'):
                theirs.send(bytes([byte]))
                if stop.wait(0.01):
                    return

        with doing(drip), by_deadline() as deadline:
            connection.receive(deadline)


def test_silent_peer_and_half_frames() -> None:
    """Nothing, a part of the prefix, of the header, of the payload: the deadline ends the wait."""
    whole = frame(b"[1,2]", bytes(32))
    for size in (0, 3, 17, 20, len(whole) - 1):
        with connected() as (connection, theirs), by_deadline() as deadline:
            theirs.sendall(whole[:size])
            connection.receive(deadline)


def test_peer_that_never_stops() -> None:
    """Frame after frame without end does not keep receive from seeing that the deadline passed."""
    with (
        connected() as (connection, theirs),
        doing(lambda stop: flood(theirs, frame(), stop)),
        by_deadline() as deadline,
    ):
        while True:
            connection.receive(deadline)


def flood(sock: socket.socket, data: bytes, stop: threading.Event) -> None:
    """Send as fast as the other side reads."""
    sock.settimeout(0.05)
    while not stop.is_set():
        try:
            sock.send(data * 1000)
        except TimeoutError:
            continue


def test_peer_that_never_reads() -> None:
    """A peer that does not read cannot block the sender."""
    with connected() as (connection, _), by_deadline() as deadline:
        connection.send(b"[]", views(bytes(64 << 20)), deadline)


def test_peer_that_reads_slowly() -> None:
    """A peer that reads a little now and then does not push the deadline back."""
    with connected() as (connection, theirs):

        def sip(stop: threading.Event) -> None:
            while not stop.wait(0.005):
                theirs.recv(100)

        with doing(sip), by_deadline() as deadline:
            connection.send(b"[]", views(bytes(64 << 20)), deadline)


@pytest.mark.parametrize("size", [0, 5, 19, 30])
def test_peer_that_closes(size: int) -> None:
    """The end of the connection is PeerClosed, in the middle of a frame, too."""
    with connected() as (connection, theirs):
        theirs.sendall(frame(b"[1,2]", bytes(32))[:size])
        theirs.close()
        with pytest.raises(PeerClosed):
            connection.receive(time.monotonic() + LATE)
        with pytest.raises(PeerClosed):
            connection.send(b"[]", views(bytes(1 << 20)), time.monotonic() + LATE)


def test_closed_here() -> None:
    """A connection that was closed on this side raises PeerClosed, and can be closed again."""
    with connected() as (connection, _):
        connection.close()
        connection.close()
        with pytest.raises(PeerClosed):
            connection.receive(time.monotonic() + LATE)
        with pytest.raises(PeerClosed):
            connection.send(b"[]", [], time.monotonic() + LATE)
        assert not connection.pending()


def test_pending() -> None:
    """Bytes that nobody asked for are noticed, whether they lie in the socket or were read along."""
    with connected() as (connection, theirs):
        assert not connection.pending()
        theirs.sendall(frame())
        assert connection.pending()
        connection.receive()
        assert not connection.pending()
        theirs.sendall(frame() * 2)
        connection.receive()
        assert connection.pending()


def test_frames_over_the_limits_are_not_sent() -> None:
    """A frame that the peer would refuse is refused here, before any byte is sent."""
    with connected(Limits(header=10, payload=100)) as (connection, theirs):
        for header, size in ((b"x" * 11, 0), (b"", 101), (b"", 97)):
            with pytest.raises(ProtocolError):
                connection.send(header, views(bytes(size)))
        theirs.setblocking(False)
        with pytest.raises(BlockingIOError):
            theirs.recv(1)


def test_watched_sockets_are_served_while_waiting() -> None:
    """While this end waits, what the peer prints is drained, however much; the deadline holds all the same."""
    ours, theirs = socket.socketpair()
    reader, printer = socket.socketpair()
    reader.setblocking(False)
    drained = 0

    def drain() -> bool:
        nonlocal drained
        got = len(reader.recv(1 << 16))
        drained += got
        return got > 0

    connection = FrameSocket(ours, watched=[(reader, drain)])
    with doing(lambda stop: flood(printer, b"x" * 100, stop)):
        with by_deadline() as deadline:
            connection.receive(deadline)
        assert drained > 1 << 20
        with by_deadline() as deadline:
            connection.send(b"[]", views(bytes(64 << 20)), deadline)
        before = drained
        theirs.sendall(frame())
        connection.receive(time.monotonic() + LATE)
    printer.close()
    with by_deadline() as deadline:
        connection.receive(deadline)  # its end is no reason to spin
    assert drained >= before
    for s in (theirs, reader):
        s.close()
    connection.close()

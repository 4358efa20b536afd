"""Frames on a stream socket: magic, header length, payload length, JSON header, raw bytes.

Every read and write has an absolute deadline on the caller's clock, so a peer that drips, stalls or never
reads cannot hold the judge.
"""

from __future__ import annotations

import selectors
import socket
import struct
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch

from grader.errors import GraderError, ProtocolError

MAGIC = b"GRD1"
PREFIX = struct.Struct("<4sIQ")
ALIGNMENT = 16
_PADDING = bytes(ALIGNMENT)
_MAX_PARTS = 256  # well under IOV_MAX everywhere
_SOCKET_BUFFER = 4 << 20  # fewer wake-ups for large tensors; the kernel may grant less


class PeerClosed(ProtocolError):
    """The other side closed the connection, possibly in the middle of a frame."""


class DeadlinePassed(GraderError):
    """The frame was not sent or received before the deadline."""


@dataclass(frozen=True)
class Limits:
    """Caps on one frame, checked before memory is taken. Bytes; `nodes` counts JSON values."""

    header: int = 32 << 20
    payload: int = 1 << 30
    nodes: int = 4_000_000
    depth: int = 64


class FrameSocket:
    """One end of the connection.

    Args:
        sock: a connected stream socket; it becomes non-blocking and is owned by this object.
        limits: caps on what the peer may send.
        watched: pairs of a file object and a callback; while this end waits, a callback is run whenever its
            file is readable (the judge drains the student's stdout this way, with no thread). A callback
            returns False when its file is finished.
    """

    def __init__(
        self,
        sock: socket.socket,
        limits: Limits | None = None,
        watched: Sequence[tuple[socket.socket, Callable[[], bool]]] = (),
    ) -> None:
        sock.setblocking(False)
        for option in (socket.SO_SNDBUF, socket.SO_RCVBUF):
            try:
                sock.setsockopt(socket.SOL_SOCKET, option, _SOCKET_BUFFER)
            except OSError:  # a hint only
                pass
        self._sock = sock
        self.limits = limits or Limits()
        self._selector = selectors.DefaultSelector()
        self._selector.register(sock, selectors.EVENT_READ, None)
        self._events = selectors.EVENT_READ
        for file, callback in watched:
            self._selector.register(file, selectors.EVENT_READ, callback)

    def send(self, header: bytes, buffers: Sequence[memoryview], deadline: float | None = None) -> None:
        """Send one frame; each buffer is padded to the alignment.

        Raises:
            PeerClosed, DeadlinePassed, ProtocolError (the frame is larger than the limits).
        """
        parts: list[memoryview] = []
        size = 0
        for buffer in buffers:
            if buffer.nbytes:
                parts.append(buffer)
                size += buffer.nbytes
                if gap := -buffer.nbytes % ALIGNMENT:
                    parts.append(memoryview(_PADDING[:gap]))
                    size += gap
        if len(header) > self.limits.header or size > self.limits.payload:
            raise ProtocolError(f"frame too large to send: header {len(header)}, payload {size} bytes")
        parts.insert(0, memoryview(PREFIX.pack(MAGIC, len(header), size) + header))
        start = 0
        while start < len(parts):
            try:
                sent = self._sock.sendmsg(parts[start : start + _MAX_PARTS])
            except BlockingIOError:
                self._wait(selectors.EVENT_READ | selectors.EVENT_WRITE, deadline, writing=True)
                continue
            except OSError as error:
                raise PeerClosed("the peer is gone") from error
            while start < len(parts) and sent >= parts[start].nbytes:
                sent -= parts[start].nbytes
                start += 1
            if sent:
                parts[start] = parts[start][sent:]

    def receive(self, deadline: float | None = None) -> tuple[bytes, memoryview]:
        """Receive one frame: the JSON header and the payload, whose memory is aligned and writable.

        Raises:
            PeerClosed, DeadlinePassed, ProtocolError (bad magic or a length over the limits).
        """
        prefix = bytearray(PREFIX.size)
        self._fill(memoryview(prefix), deadline)
        magic, header_size, payload_size = PREFIX.unpack(prefix)
        if magic != MAGIC:
            raise ProtocolError("not a frame")
        if header_size > self.limits.header or payload_size > self.limits.payload:
            raise ProtocolError(f"frame too large: header {header_size}, payload {payload_size} bytes")
        header = bytearray(header_size)
        self._fill(memoryview(header), deadline)
        payload = memoryview(b"")
        if payload_size:
            # torch memory is 64-byte aligned and, unlike a bytearray, not cleared first.
            payload = memoryview(torch.empty(payload_size, dtype=torch.uint8).numpy())
            self._fill(payload, deadline)
        return bytes(header), payload

    def _fill(self, view: memoryview, deadline: float | None) -> None:
        while view.nbytes:
            try:
                got = self._sock.recv_into(view)
            except BlockingIOError:
                self._wait(selectors.EVENT_READ, deadline)
                continue
            except OSError as error:
                raise PeerClosed("the peer is gone") from error
            if not got:
                raise PeerClosed("the peer closed the connection")
            view = view[got:]
            # A peer that drips bytes never blocks us long enough to reach the wait above.
            if view.nbytes and deadline is not None and time.monotonic() > deadline:
                raise DeadlinePassed

    def _wait(self, events: int, deadline: float | None, *, writing: bool = False) -> None:
        """Wait until the socket is ready, serving the watched files meanwhile."""
        if writing:
            events = selectors.EVENT_WRITE
        if events != self._events:
            self._selector.modify(self._sock, events, None)
            self._events = events
        while True:
            timeout = None if deadline is None else deadline - time.monotonic()
            if timeout is not None and timeout <= 0:
                raise DeadlinePassed
            ready = False
            for key, _ in self._selector.select(timeout):
                if key.data is None:
                    ready = True
                elif not key.data():
                    self._selector.unregister(key.fileobj)
            if ready:
                return

    def pending(self) -> bool:
        """Whether unread bytes lie in the socket: before a request there must be none."""
        try:
            return bool(self._sock.recv(1, socket.MSG_PEEK))
        except (BlockingIOError, OSError):
            return False

    def close(self) -> None:
        """Close the connection; harmless when repeated."""
        self._selector.close()
        self._sock.close()

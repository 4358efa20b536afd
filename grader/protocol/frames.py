"""Frames on a stream socket: magic, header length, payload length, JSON header, raw bytes.

Every read and write has an absolute deadline on the caller's clock, so a peer that drips, stalls, floods or never
reads cannot hold the judge.
"""

from __future__ import annotations

import contextlib
import mmap
import selectors
import socket
import struct
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from grader.errors import GraderError, ProtocolError

MAGIC = b"GRD1"
PREFIX = struct.Struct("<4sIQ")
ALIGNMENT = 16
_PADDING = bytes(ALIGNMENT)
_MAX_PARTS = 256  # well under IOV_MAX everywhere
_SOCKET_BUFFER = 4 << 20  # fewer wake-ups for large tensors; the kernel may grant less
_LARGE = 4 << 20
# A sealed worker's end waits in the kernel, which saves it a selector: looking must not wait there.
_LOOK = socket.MSG_PEEK | getattr(socket, "MSG_DONTWAIT", 0)
_READ_AHEAD = 1 << 16  # most frames fit: one system call each


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
        watched: pairs of a socket and a callback; while this end waits, a callback is run whenever its
            socket is readable (the judge drains the student's stdout this way, with no thread). A callback
            returns False when its socket is finished.
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
        # Windows has no sendmsg; sending part by part is slower, and otherwise the same.
        self._send_parts: Callable[[list[memoryview]], int] = getattr(sock, "sendmsg", lambda p: sock.send(p[0]))
        self.limits = limits or Limits()
        self._ahead = bytearray(_READ_AHEAD)  # what one read brought beyond what was asked for
        self._start = self._end = 0  # the unread part of it
        self._watched = watched
        # Seconds by which deadlines are put off; where one has passed, `overtime` is asked whether it is to be more.
        self.late = 0.0
        self.overtime: Callable[[], float] | None = None
        # Made when there is something to wait for: a selector that was made before a fork is shared after it.
        self._selector: selectors.BaseSelector | None = None
        self._events = selectors.EVENT_READ

    def send(self, header: bytes, buffers: Sequence[memoryview], deadline: float | None = None) -> None:
        """Send one frame; each buffer is padded to the alignment.

        Raises:
            PeerClosed, DeadlinePassed: as named.
            ProtocolError: the frame is larger than the limits; nothing was sent.
        """
        size = payload_size(buffers)
        if len(header) > self.limits.header or size > self.limits.payload:
            raise ProtocolError(f"frame too large to send: header {len(header)}, payload {size} bytes")
        parts = [memoryview(PREFIX.pack(MAGIC, len(header), size) + header)]
        for buffer in buffers:
            if buffer.nbytes:
                parts.append(buffer)
                if gap := -buffer.nbytes % ALIGNMENT:
                    parts.append(memoryview(_PADDING[:gap]))
        start = 0
        while start < len(parts):
            self._left(deadline)
            try:
                sent = self._send_parts(parts[start : start + _MAX_PARTS])
            except BlockingIOError:
                self._wait(selectors.EVENT_WRITE, deadline)
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
            PeerClosed, DeadlinePassed: as named.
            ProtocolError: bad magic, or a length over the limits.
            MemoryError: there is no room for the payload; the connection is of no use after that.
        """
        magic, header_size, payload_size = PREFIX.unpack(self._read(PREFIX.size, deadline))
        if magic != MAGIC:
            raise ProtocolError("not a frame")
        if header_size > self.limits.header or payload_size > self.limits.payload:
            raise ProtocolError(f"frame too large: header {header_size}, payload {payload_size} bytes")
        header = self._read(header_size, deadline)
        if not payload_size:
            return header, memoryview(b"")
        payload = _memory(payload_size)
        self._fill(payload, deadline)
        return header, payload

    def _read(self, size: int, deadline: float | None) -> bytes:
        """The next bytes; reads ahead, because prefix, header and a small payload arrive together."""
        have = self._end - self._start
        if have >= size:
            self._start += size
            return bytes(memoryview(self._ahead)[self._start - size : self._start])
        if size > len(self._ahead):
            out = bytearray(size)
            self._fill(memoryview(out), deadline)
            return bytes(out)
        self._ahead[:have] = self._ahead[self._start : self._end]
        self._start, self._end = 0, have
        while self._end < size:
            self._end += self._receive_into(memoryview(self._ahead)[self._end :], deadline)
        self._start = size
        return bytes(memoryview(self._ahead)[:size])

    def _fill(self, view: memoryview, deadline: float | None) -> None:
        ahead = min(view.nbytes, self._end - self._start)
        view[:ahead] = memoryview(self._ahead)[self._start : self._start + ahead]
        self._start += ahead
        view = view[ahead:]
        while view.nbytes:
            view = view[self._receive_into(view, deadline) :]

    def _receive_into(self, view: memoryview, deadline: float | None) -> int:
        while True:
            # Checked at every turn: bytes that drip, or never stop coming, must not reach past the deadline.
            self._left(deadline)
            try:
                got = self._sock.recv_into(view)
            except BlockingIOError:
                self._wait(selectors.EVENT_READ, deadline)
                continue
            except OSError as error:
                raise PeerClosed("the peer is gone") from error
            if not got:
                raise PeerClosed("the peer closed the connection")
            return got

    def _wait(self, events: int, deadline: float | None) -> None:
        """Wait until the socket is ready, serving the watched files meanwhile."""
        selector = self._selector or self._new_selector()
        if events != self._events:
            selector.modify(self._sock, events, None)
            self._events = events
        while True:
            ready = False
            for key, _ in selector.select(self._left(deadline)):
                if key.data is None:
                    ready = True
                elif not key.data():
                    selector.unregister(key.fileobj)
            if ready:
                return

    def _left(self, deadline: float | None) -> float | None:
        """Seconds until a deadline; None where there is none.

        Raises:
            DeadlinePassed: there are none.
        """
        if deadline is None:
            return None
        left = deadline + self.late - time.monotonic()
        if left <= 0 and self.overtime is not None:
            self.late = self.overtime()
            left = deadline + self.late - time.monotonic()
        if left <= 0:
            raise DeadlinePassed
        return left

    def _new_selector(self) -> selectors.BaseSelector:
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._sock, self._events, None)
        for file, callback in self._watched:
            self._selector.register(file, selectors.EVENT_READ, callback)
        return self._selector

    def fileno(self) -> int:
        """The socket's descriptor."""
        return self._sock.fileno()

    def pending(self) -> bool:
        """Whether the peer sent bytes that were not asked for: before a request there must be none."""
        if self._start < self._end:
            return True
        try:
            return bool(self._sock.recv(1, _LOOK))
        except OSError:  # nothing there, or the connection is gone: sending will tell
            return False

    def close(self) -> None:
        """Close the connection; harmless when repeated."""
        if self._selector is not None:
            self._selector.close()
        self._sock.close()


def _memory(size: int) -> memoryview:
    """Aligned, writable memory that was not cleared first.

    Raises:
        MemoryError: there is no room.
    """
    try:
        if size >= _LARGE and hasattr(mmap, "MADV_HUGEPAGE"):
            # With pages of 4 KB, touching new memory takes longer than copying into it.
            area = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
            with contextlib.suppress(OSError):  # a kernel without them
                area.madvise(mmap.MADV_HUGEPAGE)
            return memoryview(area)
        array: Any = torch.empty(size, dtype=torch.uint8).numpy()
        return memoryview(array)
    except (RuntimeError, OSError) as error:
        raise MemoryError(f"no room for a payload of {size} bytes") from error


def payload_size(buffers: Sequence[memoryview]) -> int:
    """How many bytes the buffers take on the wire, padding included."""
    return sum(b.nbytes + -b.nbytes % ALIGNMENT for b in buffers)

"""What a student process prints: drained while the judge waits, the first and last part kept."""

from __future__ import annotations

import socket

_CHUNK = 1 << 16
_CHUNKS = 16  # at one go: a flood must not keep the judge from looking at its clock


class Capture:
    """Reads a socket that is the process's stdout and stderr.

    Keeps the first and the last half of `cap` bytes, so that neither a flood nor a long prologue hides the point.
    """

    def __init__(self, source: socket.socket, cap: int) -> None:
        source.setblocking(False)
        self._source = source
        self._half = cap // 2
        self._head = bytearray()
        self._tail = bytearray()
        self._total = 0
        self.open = True

    def drain(self) -> bool:
        """Take what is there, at most a few chunks; False once the process closed its end."""
        for _ in range(_CHUNKS):
            try:
                chunk = self._source.recv(_CHUNK)
            except BlockingIOError:
                return True
            except OSError:
                chunk = b""
            if not chunk:
                self.open = False
                return False
            self._add(chunk)
        return True

    def _add(self, chunk: bytes) -> None:
        self._total += len(chunk)
        room = self._half - len(self._head)
        self._head += chunk[:room]
        self._tail += chunk[room:]
        del self._tail[: max(0, len(self._tail) - self._half)]

    def text(self) -> str:
        """What was kept, as text, with a note of how much was dropped."""
        if self.open:
            self.drain()
        dropped = self._total - len(self._head) - len(self._tail)
        middle = f"\n[... {dropped} bytes not kept ...]\n".encode() if dropped else b""
        return bytes(self._head + middle + self._tail).decode("utf-8", "replace")

    def take(self) -> str:
        """As `text`, and start anew."""
        text = self.text()
        self._head.clear()
        self._tail.clear()
        self._total = 0
        return text

    def close(self) -> None:
        """Close the socket; harmless when repeated."""
        self.open = False
        self._source.close()

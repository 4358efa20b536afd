"""Requests and replies over a FrameSocket, re-entrant: while one side waits for its reply it serves the other's calls.

A message is `["?", id, operation, arguments]`, `["=", id, value]` or `["!", id, failure]`. At most one request of
each depth is outstanding, so a reply must carry the id of the innermost request: a reply in advance, twice or to
nobody is a protocol error.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grader.errors import ProtocolError, Unsendable
from grader.protocol.codec import Codec
from grader.protocol.frames import FrameSocket

MAX_NESTING = 64  # callbacks within calls within callbacks


class RemoteFailure(Exception):
    """The other side answered with a failure; `data` is a dict of plain values, not yet checked."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(str(data)[:200])
        self.data = data


class Peer(Codec):
    """One side of the conversation. Subclasses define `serve(operation, arguments)` and `failure(error)`."""

    def __init__(self, connection: FrameSocket, *, strides: bool = False) -> None:
        super().__init__(connection.limits, strides=strides)
        self.connection = connection
        self.deadline: float | None = None  # absolute, time.monotonic; None: wait for ever
        self._last_id = 0
        self._nesting = 0

    def request(self, operation: str, *arguments: Any) -> Any:
        """Ask the other side and wait for its answer, serving its calls meanwhile.

        Raises:
            RemoteFailure: it answered with a failure. ProtocolError, PeerClosed, DeadlinePassed: as named.
            Unsendable: an argument cannot be sent; nothing was sent.
        """
        self._last_id += 1
        request_id = self._last_id
        self._send(["?", request_id, operation, list(arguments)])
        while True:
            message = self.loads(*self.connection.receive(self.deadline))
            if type(message) is not list or len(message) < 3:
                raise ProtocolError("not a message")
            kind = message[0]
            if kind == "?" and len(message) == 4:
                self.answer(message)
                continue
            if message[1] != request_id or len(message) != 3:
                raise ProtocolError("a reply to no request")
            if kind == "=":
                return message[2]
            if kind == "!" and isinstance(message[2], dict):
                raise RemoteFailure(message[2])
            raise ProtocolError("not a message")

    def answer(self, message: list[Any]) -> None:
        """Serve one request of the other side and send the reply."""
        _, request_id, operation, arguments = message
        if type(request_id) is not int or type(operation) is not str or type(arguments) is not list:
            raise ProtocolError("not a request")
        if self._nesting >= MAX_NESTING:
            raise ProtocolError("calls nested too deeply")
        self._nesting += 1
        try:
            reply = ["=", request_id, self.serve(operation, arguments)]
        except ProtocolError:
            raise
        except BaseException as error:  # noqa: BLE001 - SystemExit of student code too is an answer
            reply = ["!", request_id, self.failure(error)]
        finally:
            self._nesting -= 1
        try:
            self._send(reply)
        except Unsendable as error:
            self._send(["!", request_id, self.failure(error)])

    def serve(self, operation: str, arguments: list[Any]) -> Any:
        """Carry out a request of the other side; whatever it raises is answered through `failure`."""
        raise NotImplementedError

    def failure(self, error: BaseException) -> dict[str, Any]:
        """An exception as plain values."""
        raise NotImplementedError

    def _send(self, message: list[Any]) -> None:
        header, buffers = self.dumps(message)
        self.connection.send(header, buffers, self.deadline)

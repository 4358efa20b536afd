"""Requests and replies over a FrameSocket, re-entrant: while one side waits for its reply it serves the other's calls.

A message is `["?", id, operation, arguments]`, `["=", id, value]` or `["!", id, failure]`. Only the innermost
request is outstanding, so a reply must carry its id: a reply in advance, twice or to nobody is a protocol error.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grader.errors import ProtocolError
from grader.protocol.codec import MALFORMED, Codec
from grader.protocol.encoding import Json
from grader.protocol.frames import DeadlinePassed, FrameSocket, PeerClosed

# Calls within callbacks within calls. Each level takes some ten Python frames on either side, of the thousand
# that Python allows: running out of those in the middle of a frame would leave the connection out of step.
MAX_NESTING = 40


class RemoteFailure(Exception):
    """The other side answered with a failure; `data` is a dict of plain values, not yet checked."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(f"{data!s:.200}")
        self.data = data


class Peer(Codec):
    """One side of the conversation. Subclasses define `serve`, `failure` and, where replies have a form, `accept`."""

    def __init__(self, connection: FrameSocket, *, sends_strides: bool = False, takes_strides: bool = False) -> None:
        super().__init__(connection.limits, sends_strides=sends_strides, takes_strides=takes_strides)
        self.connection = connection
        self.deadline: float | None = None  # absolute, time.monotonic; None: wait for ever
        self._last_id = 0
        self._nesting = 0
        self._broken = False

    def request(self, operation: str, *arguments: Any) -> Any:
        """Ask the other side and wait for its answer, serving its calls meanwhile.

        Raises:
            RemoteFailure: it answered with a failure.
            ProtocolError: it broke the protocol.
            PeerClosed: it is gone, or a request before this one broke off.
            DeadlinePassed: as named.
            Unsendable: an argument cannot be sent; nothing was sent.
        """
        if self._broken:
            raise PeerClosed("the conversation broke off before")
        self._last_id += 1
        request_id = self._last_id
        header, buffers = self.dumps(["?", request_id, operation, list(arguments)])
        try:
            if self.connection.pending():
                raise ProtocolError("a message in advance")
            self.connection.send(header, buffers, self.deadline)
            while True:
                kind, number, tree, payload = self.receive()
                if kind == "?":
                    self.answer(number, tree, payload)
                    continue
                if number != request_id:
                    raise ProtocolError("a reply to no request")
                return self._reply(kind, operation, arguments, self.build(tree[0], payload))
        except RemoteFailure:
            raise
        except BaseException:
            self._broken = True  # its reply may still be under way
            raise

    def receive(self) -> tuple[str, int, list[Json], memoryview]:
        """The next message: its kind and id, its trees, not yet decoded, and the payload."""
        header, payload = self.connection.receive(self.deadline)
        tree = self.parse(header)
        if type(tree) is list and len(tree) in (3, 4) and type(tree[1]) is int:
            kind, number, *rest = tree
            if kind == "?" and len(rest) == 2 and type(rest[0]) is str and type(rest[1]) is list:
                return "?", number, rest, payload
            if kind in ("=", "!") and len(rest) == 1:
                return str(kind), number, rest, payload
        raise ProtocolError("not a message")

    def _reply(self, kind: str, operation: str, arguments: tuple[Any, ...], value: Any) -> Any:
        if kind == "!":
            if type(value) is not dict:
                raise ProtocolError("not a failure")
            raise RemoteFailure(value)
        try:
            return self.accept(operation, arguments, value)
        except MALFORMED as error:
            raise ProtocolError(f"not a result: {type(error).__name__}") from error

    def answer(self, number: int, request: list[Json], payload: memoryview) -> None:
        """Serve one request of the other side, [operation, arguments] in trees, and send the reply.

        A request that cannot be decoded is answered with a failure, too.
        """
        self._nesting += 1
        try:
            if self._nesting > MAX_NESTING:
                raise RecursionError("calls within callbacks are nested too deeply")
            value = self.serve(request[0], self.build(request[1], payload))
            header, buffers = self.dumps(["=", number, value])
        except (PeerClosed, DeadlinePassed):
            raise
        except BaseException as error:  # noqa: BLE001 - SystemExit of student code, too, is an answer
            header, buffers = self.dumps(["!", number, self.failure(error)])
        finally:
            self._nesting -= 1
        self.connection.send(header, buffers, self.deadline)

    def accept(self, operation: str, arguments: tuple[Any, ...], value: Any) -> Any:
        """Hook: what a reply's value means; whatever is malformed about it may raise anything of MALFORMED."""
        return value

    def serve(self, operation: str, arguments: list[Any]) -> Any:
        """Carry out a request of the other side; whatever it raises is answered through `failure`."""
        raise NotImplementedError

    def failure(self, error: BaseException) -> dict[str, Any]:
        """An exception as plain values; or raise what must not be answered."""
        raise NotImplementedError

"""The judge's calls, carried out on the submission: one conversation on one connection."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

from grader.errors import ProtocolError
from grader.protocol import FrameSocket, PeerClosed
from grader.worker.coding import WorkerPeer
from grader.worker.failures import Modified, describe
from grader.worker.loader import Loader
from grader.worker.operations import OPERATIONS, Held
from grader.worker.snapshot import Snapshots, argument_name


class Session(WorkerPeer):
    """Serves one submission.

    Args:
        folder: the work folder; the submission's sources go into `code` below it.
    """

    def __init__(self, connection: FrameSocket, folder: Path) -> None:
        super().__init__(connection)
        self.loader = Loader(folder / "code")
        self._snapshots = Snapshots(self.handle_of)
        self._operations: dict[str, Callable[..., Any]] = {
            **OPERATIONS,
            "pick": self.loader.find,
            "call": self._call,
            "call_held": self._call_held,
            "method": self._method,
            "map": self._map,
            "vjp": self.graphs.vjp,
        }

    def run(self) -> None:
        """Serve until the judge hangs up.

        Raises:
            ProtocolError, MemoryError: the judge's bytes are out of step, or a message has no room.
        """
        if hasattr(os, "register_at_fork"):  # a forked child must neither answer nor keep the connection open
            os.register_at_fork(after_in_child=self.connection.close)
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(line_buffering=True)  # type: ignore[union-attr] # what was printed survives a crash
        while True:
            try:
                kind, number, request, payload = self.receive()
                if kind != "?":
                    raise ProtocolError("a reply to no request")
                self.answer(number, request, payload)
            except PeerClosed:
                return
            del request, payload  # else the arguments of a call would live until the next one

    # -- requests --------------------------------------------------------------------------------

    def serve(self, operation: str, arguments: list[Any]) -> Any:
        try:
            if operation == "do":
                return self._do(*arguments)
            if operation == "load":
                self.loader.add(*arguments)
                return None
        finally:
            _flush()
        raise ProtocolError(f"unknown operation {operation!r:.40}")

    def failure(self, error: BaseException) -> dict[str, Any]:
        self.withdraw()
        self.generators = {}
        return describe(self.loader.reason(error), self.loader.folder)

    def _do(self, sync: dict[str, Any], grad: bool, what: str, arguments: list[Any]) -> dict[str, Any]:
        """Apply the judge's changes, carry out one operation, and say what it gave and what it changed."""
        operation = self._operations.get(what)
        if operation is None:
            raise ProtocolError(f"unknown operation {what!r:.40}")
        self.apply(sync)
        generators, self.generators = self.generators, {}
        with torch.set_grad_enabled(grad):
            value = operation(*arguments)
        reply: dict[str, Any] = {}
        outer, self.outputs = self.outputs, [] if grad else None
        try:
            reply["r"] = self.encoded(value)
            outputs = self.outputs
        finally:
            self.outputs = outer
        # Before the graph: a parameter that the call made is a leaf of it and needs a number.
        reply |= self.changes()
        if outputs:
            graph = self.next_number()
            reply["graph"] = [graph, self.graphs.add(graph, outputs)]
        states = {n: (g.get_state(), old) for n, (g, old) in generators.items()}
        if moved := [[n, new] for n, (new, old) in states.items() if not torch.equal(new, old)]:
            reply["generators"] = moved
        return reply

    def _call(self, f: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
        named = {f"args[{i}]": a for i, a in enumerate(args)} | kwargs
        before = {name: self._snapshots.take(value) for name, value in named.items()}
        result = f(*args, **kwargs)
        if path := self._snapshots.changed(before, named):
            raise Modified(argument_name(f, path))
        return result

    def _call_held(self, f: Any, args: list[Any], kwargs: dict[str, Any]) -> Held:
        return Held(self._call(f, args, kwargs))

    def _method(self, o: Any, name: str, args: list[Any], kwargs: dict[str, Any]) -> Any:
        return self._call(getattr(o, name), args, kwargs)

    def _map(self, f: Any, argument_lists: list[list[Any]]) -> list[Any]:
        return [self._call(f, list(args), {}) for args in argument_lists]


def _flush() -> None:
    """What was printed belongs to this call, even if the next one kills the process."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException:  # noqa: BLE001, S110 - the student may have put anything there
            pass

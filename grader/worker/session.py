"""The judge's calls, carried out on the submission: one conversation on one connection."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

from grader.errors import ProtocolError
from grader.protocol import FrameSocket, PeerClosed
from grader.protocol.codec import MALFORMED
from grader.worker.coding import WorkerPeer
from grader.worker.colab import stub_colab
from grader.worker.failures import Modified, describe
from grader.worker.graphs import Graphs
from grader.worker.loader import Loader
from grader.worker.operations import OPERATIONS
from grader.worker.snapshot import Snapshots


class Session(WorkerPeer):
    """Serves one submission.

    Args:
        folder: the work folder; the submission's sources go into `code` below it.
    """

    def __init__(self, connection: FrameSocket, folder: Path) -> None:
        super().__init__(connection)
        self.loader = Loader(folder / "code")
        self._graphs = Graphs(self._tag, self.anchor)
        self._snapshots = Snapshots(self.handle_of)
        self._operations: dict[str, Callable[..., Any]] = {
            **OPERATIONS,
            "pick": self.loader.find,
            "call": self._call,
            "map": self._map,
            "vjp": self._graphs.vjp,
        }

    def run(self) -> None:
        """Serve until the judge hangs up.

        Raises:
            ProtocolError, MemoryError: the judge's bytes are out of step, or a message has no room.
        """
        stub_colab()
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
        return describe(error, self.loader.folder)

    def _do(self, sync: dict[str, Any], grad: bool, what: str, arguments: list[Any]) -> dict[str, Any]:
        """Apply the judge's changes, carry out one operation, and say what it gave and what it changed."""
        operation = self._operations.get(what)
        if operation is None:
            raise ProtocolError(f"unknown operation {what!r:.40}")
        self._apply(sync)
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
        if changed := self.mirror.restructured():
            reply["modules"] = self.encoded(changed)
        if outputs:
            graph = self.next_number()
            reply["graph"] = [graph, self._graphs.add(graph, outputs)]
        changes, flags = self.mirror.collect()
        if changes or flags:
            reply["sync"] = [changes, flags]
        states = {n: (g.get_state(), old) for n, (g, old) in generators.items()}
        if moved := [[n, new] for n, (new, old) in states.items() if not torch.equal(new, old)]:
            reply["generators"] = moved
        if gone := self.take_gone():
            reply["gone"] = gone
        return reply

    def _apply(self, sync: dict[str, Any]) -> None:
        try:
            for kind, number in sync.get("free", ()):
                if kind == "graph":
                    self._graphs.drop(number)
                else:
                    self.free(kind, number)
            if "p" in sync or "f" in sync:
                self.mirror.apply(sync.get("p", []), sync.get("f", []))
        except MALFORMED as error:  # ours, and not to be taken for the student's
            raise ProtocolError(f"changes that do not fit: {type(error).__name__}: {error}") from error

    def _tag(self, leaf: torch.Tensor) -> list[Any] | None:
        if (number := self.leaves.number(leaf)) is not None:
            return ["x", number]
        if (number := self.mirror.number(leaf)) is not None:
            return ["p", number]
        return None

    def _call(self, f: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
        named = {f"args[{i}]": a for i, a in enumerate(args)} | kwargs
        before = {name: self._snapshots.take(value) for name, value in named.items()}
        result = f(*args, **kwargs)
        if path := self._snapshots.changed(before, named):
            raise Modified(path)
        return result

    def _map(self, f: Any, argument_lists: list[list[Any]]) -> list[Any]:
        return [self._call(f, list(args), {}) for args in argument_lists]


def _flush() -> None:
    """What was printed belongs to this call, even if the next one kills the process."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException:  # noqa: BLE001, S110 - the student may have put anything there
            pass

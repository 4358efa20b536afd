"""The judge's side of the conversation: operations out, results in, gradients wired, parameters kept equal."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import torch

from grader.errors import ProcessEnded, ProtocolError
from grader.protocol import DeadlinePassed, FrameSocket, RemoteFailure
from grader.protocol.codec import MALFORMED
from grader.protocol.structure import exchange
from grader.student.coding import JudgePeer
from grader.student.failures import Locate, failure
from grader.student.handles import RemoteObject
from grader.student.modules import RemoteModule
from grader.student.wiring import wire

Check = Callable[[Any], None]

_RESULTS: dict[str, Callable[[Any], bool]] = {
    "len": lambda n: type(n) is int and 0 <= n < 1 << 40,
    "truth": lambda b: type(b) is bool,
    "same": lambda b: type(b) is bool,
    "contains": lambda b: type(b) is bool,
    "instance": lambda b: type(b) is bool,
    "iter": lambda o: isinstance(o, RemoteObject),
    "next": lambda item: type(item) is tuple and len(item) < 2,
    "map": lambda items: type(items) is list,
    "call_held": lambda o: isinstance(o, RemoteObject),
}
_COPIES = frozenset({"get", "item", "next"})  # reads of what lives on over there
# What ends the conversation, or the run, passes through the judge's callbacks; the rest waits for the student's end.
_FINAL = (ProtocolError, DeadlinePassed, ProcessEnded, KeyboardInterrupt)


class Conversation(JudgePeer):
    """Requests to one student process.

    Args:
        locate: maps a code file's name and a line to a place in the hand-in, for tracebacks.
    """

    def __init__(self, connection: FrameSocket, locate: Locate) -> None:
        super().__init__(connection)
        self._locate = locate
        self._callback_error: BaseException | None = None
        self._check: Check | None = None
        self._next_check: Check | None = None

    def load(self, modules: list[tuple[str, str, bool]], names: dict[str, list[str]]) -> None:
        """Hand over the submission's sources: (name, source, definitions only) each, and where names are."""
        self.request("load", modules, names)

    def request(self, operation: str, *arguments: Any) -> Any:
        """As Peer.request.

        Raises:
            StudentFault: what the student's code did wrong.
            ProtocolError, PeerClosed, DeadlinePassed: as named.
            JudgeSideError: an argument cannot be sent; nothing was sent.
            Exception: whatever a callback of the judge raised meanwhile, even if the student's code caught it.
        """
        outer, self._callback_error = self._callback_error, None
        try:
            try:
                value = super().request(operation, *arguments)
            except RemoteFailure as error:
                if self._callback_error is None:
                    raise failure(error.data, self._locate) from None
            if self._callback_error is not None:
                raise self._callback_error
            return value
        finally:
            self._callback_error = outer

    def do_checked(self, check: Check, what: str, *arguments: Any, grad: bool | None = None) -> Any:
        """As `do`; `check` raises ProtocolError for a result that this operation cannot have."""
        self._next_check = check
        return self.do(what, *arguments, grad=grad)

    def do(self, what: str, *arguments: Any, grad: bool | None = None) -> Any:
        """Carry out one operation over there; the result is wired into the judge's autograd graph.

        Args:
            grad: whether gradients are wanted; by default, whether autograd is on.

        Raises: as `request`; JudgeSideError if a module's parameter was exchanged.
        """
        check, self._next_check = self._next_check, None
        wanted = torch.is_grad_enabled() if grad is None else grad
        for m in list(self.modules.values()):
            m.check_slots()
        outer = self.tagging, self.outputs, self.generators, self.read_only, self._check
        self.tagging, self.outputs, self.generators = wanted, [], {}
        self.read_only, self._check = what in _COPIES, check
        try:
            with torch.no_grad():
                # Encoded first: if something cannot be sent, the changes must not count as sent.
                sent = self.encoded(list(arguments))
                # Gradients are in flux during a backward pass, and a module's forward has no use for them.
                push_grads = what != "vjp" and not (what == "call" and isinstance(arguments[0], RemoteModule))
                return self.request("do", self._changes(push_grads), wanted, what, sent)
        finally:
            self.tagging, self.outputs, self.generators, self.read_only, self._check = outer

    def _changes(self, grads: bool) -> dict[str, Any]:
        """What the student process must know first: changed parameters, modes of modules, what is not used any more."""
        out: dict[str, Any] = {}
        flags = []
        for handle, m in list(self.modules.items()):
            if m.training != m._flag:
                m.__dict__["_flag"] = m.training
                flags.append([handle, m.training])
        if flags:
            out["f"] = flags
        if free := self.take_released():
            out["free"] = free
        if changed := self.mirror.changes(grads=grads):
            out["p"] = changed
        return out

    # -- results ---------------------------------------------------------------------------------

    def accept(self, operation: str, arguments: tuple[Any, ...], value: Any) -> Any:
        if operation != "do":
            return value
        if type(value) is not dict:
            raise ProtocolError("not a result")
        result, outputs = value["r"], self.outputs
        self._take_over(value)
        expected = _RESULTS.get(arguments[2])
        if expected is not None and not expected(result):
            raise ProtocolError("not a result")
        if self._check is not None:
            self._check(result)
        if "graph" in value and outputs:
            graph, inputs = self._leaves(*value["graph"])
            result = exchange(result, wire(self, graph, outputs, inputs))
        return result

    def _take_over(self, reply: dict[str, Any]) -> None:
        if "sync" in reply:
            changes, flags = reply["sync"]
            self.mirror.apply(changes)
            for handle, training in flags:
                m = self.modules.get(handle)
                if m is not None:
                    m.__dict__["training"] = m.__dict__["_flag"] = training is True
        for number, state in reply.get("generators", ()):
            self.generators[number].set_state(state)
        for handle in reply.get("lost", ()):  # objects whose methods are not what was announced any more
            if handle in self.objects:
                self.objects[handle].__dict__["_methods"] = ()
        for kind, number in reply.get("gone", ()):
            if kind == "tag":
                self.tags.pop(number, None)
            else:
                self.callbacks.forget(kind, number)

    def _leaves(self, graph: Any, tags: list[list[Any]]) -> tuple[int, list[torch.Tensor]]:
        if type(graph) is not int:
            raise ProtocolError("not a graph")
        return graph, [self.tags[n] if kind == "x" else self.mirror.tensor(n) for kind, n in tags]

    # -- the student process calls back ------------------------------------------------------------

    def serve(self, operation: str, arguments: list[Any]) -> Any:
        call = {"callback": self.callbacks.call, "callback_vjp": self.callbacks.vjp}.get(operation)
        if call is None or [type(a) for a in arguments] != [list, dict]:
            raise ProtocolError(f"not a callback: {operation!r:.40}")
        try:
            self._take_over(arguments[1])
        except MALFORMED as error:
            raise ProtocolError("not changes") from error
        with self._plain():
            return [call(arguments[0]), self._changes(operation == "callback")]

    def failure(self, error: BaseException) -> dict[str, Any]:
        if isinstance(error, _FINAL):
            raise error
        self._callback_error = error
        return {"kind": "callback"}  # what went wrong in the judge is none of the student's business

    @contextlib.contextmanager
    def _plain(self) -> Iterator[None]:
        outer = self.tagging, self.outputs, self.generators, self.read_only
        self.tagging, self.outputs, self.generators, self.read_only = False, [], {}, False
        try:
            yield
        finally:
            self.tagging, self.outputs, self.generators, self.read_only = outer

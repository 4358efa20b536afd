"""How the student's values travel: objects as handles, parameters by number, differentiable results marked."""

from __future__ import annotations

import inspect
import weakref
from typing import Any

import torch
from torch import nn
from torch.nn.parameter import is_lazy

from grader.errors import ProtocolError, Unsendable
from grader.protocol import FrameSocket, Peer, RemoteFailure, tensors
from grader.protocol.codec import MALFORMED
from grader.protocol.encoding import Json
from grader.protocol.tensors import Take
from grader.worker.callbacks import JudgeCallable
from grader.worker.failures import CallbackFailed
from grader.worker.graphs import Graphs, JoinedLeaf, Leaves
from grader.worker.methods import Methods, does_something
from grader.worker.mirror import Mirror
from grader.worker.operations import Held

_SPECIAL = ("__len__", "__iter__", "__bool__", "__getitem__", "__contains__", "__next__")


class WorkerPeer(Peer):
    """The student's end of the conversation, as far as values are concerned."""

    def __init__(self, connection: FrameSocket) -> None:
        super().__init__(connection, takes_strides=True)
        self.mirror = Mirror()
        self.leaves = Leaves(lambda number: self.gone("tag", number))
        self.anchor = torch.zeros((), requires_grad=True)  # every call of a judge's function hangs on it
        self.graphs = Graphs(self._tag, self.anchor)
        self.objects: dict[int, Any] = {}
        self.handle_of: dict[int, int] = {}  # id(object) → handle
        self.methods = Methods()
        self.outputs: list[torch.Tensor] | None = None  # differentiable tensors of the value being encoded
        self.generators: dict[int, tuple[torch.Generator, torch.Tensor]] = {}  # of the request being served
        self._functions: weakref.WeakValueDictionary[int, JudgeCallable] = weakref.WeakValueDictionary()
        self._described: set[int] = set()  # modules in the message being encoded
        self._gone: list[tuple[str, int]] = []
        self._next = 1

    def _tag(self, leaf: torch.Tensor) -> list[Any] | None:
        """What the judge calls a leaf."""
        if (number := self.leaves.number(leaf)) is not None:
            return ["x", number]
        if (number := self.mirror.number(leaf)) is not None:
            return ["p", number]
        return None

    def next_number(self) -> int:
        """A number that was not used before."""
        number, self._next = self._next, self._next + 1
        return number

    def gone(self, kind: str, number: int) -> None:
        """Nothing here uses that tag, function or graph of the judge any more; it hears with the next reply."""
        self._gone.append((kind, number))

    def ask(self, operation: str, *arguments: Any) -> Any:
        """Call a function of the judge; both sides tell what they changed, as with the judge's calls.

        Raises:
            CallbackFailed: it raised.
        """
        # Differentiable tensors among the arguments are values here, not results of the call being served.
        outer, self.outputs = (self.outputs, self.generators), None
        try:
            # Encoded first: what is announced with the arguments is no change.
            value, changes = self.request(operation, self.encoded(list(arguments)), self.changes())
        except RemoteFailure:
            raise CallbackFailed from None
        except Unsendable:
            self.withdraw()  # the student's code may go on
            raise
        finally:
            self.outputs, self.generators = outer
        self.apply(changes)
        return value

    def changes(self) -> dict[str, Any]:
        """What the judge must be told of its mirrors: modules with other parts, changed tensors and modes."""
        out: dict[str, Any] = {}
        if changed := self.mirror.restructured():
            out["modules"] = self.encoded(changed)
        changes, flags = self.mirror.collect()
        if changes or flags:
            out["sync"] = [changes, flags]
        if gone := self._take_gone():
            out["gone"] = gone
        if lost := self.methods.lost():
            out["lost"] = lost
        return out

    def apply(self, changes: dict[str, Any]) -> None:
        """Take over what the judge changed, and what it does not use any more.

        Raises:
            ProtocolError: the changes do not fit; ours, and not to be taken for the student's.
        """
        try:
            for kind, number in changes.get("free", ()):
                self.free(kind, number)
            if "p" in changes or "f" in changes:
                self.mirror.apply(changes.get("p", []), changes.get("f", []))
        except MALFORMED as error:
            raise ProtocolError(f"changes that do not fit: {type(error).__name__}: {error}") from error

    def _take_gone(self) -> list[list[Any]]:
        """What the judge has not been told of yet."""
        gone, self._gone = self._gone, []
        return [[kind, n] for kind, n in gone if kind != "function" or n not in self._functions]

    # -- encoding --------------------------------------------------------------------------------

    def dumps(self, value: Any) -> tuple[bytes, list[memoryview]]:
        frame = super().dumps(value)
        self.mirror.settle()
        self._described.clear()
        return frame

    def withdraw(self) -> None:
        """The message being encoded will not be sent: what it announced must be announced again."""
        self.mirror.take_back()
        self._described.clear()

    def encode_tensor(self, t: torch.Tensor, buffers: list[memoryview]) -> Json:
        if isinstance(t, nn.Parameter) or self.mirror.number(t) is not None:
            return self._encode_tracked(t, buffers)
        t = tensors.plain(t)
        head, buffer = tensors.encode(t, self.limits.payload, strides=False)
        buffers.append(buffer)
        if t.requires_grad and self.outputs is not None:
            self.outputs.append(t)
            head.append({"o": len(self.outputs) - 1})
        return {"t": head}

    def _encode_tracked(self, t: torch.Tensor, buffers: list[memoryview]) -> Json:
        number, new = self.mirror.track(t)
        is_parameter = isinstance(t, nn.Parameter)
        if is_lazy(t):
            return {"U": [number, is_parameter]}
        if not new:
            return {"P": number}
        head, buffer = tensors.encode(tensors.plain(t), self.limits.payload, strides=False)
        buffers.append(buffer)
        return {"t": [*head, {"p": [number, is_parameter, t.requires_grad]}]}

    def stays(self, dataclass: type) -> bool:
        return does_something(dataclass)

    def encode_other(self, o: Any, buffers: list[memoryview], depth: int) -> Json:
        if type(o) is Held:
            return {"h": ["object", self._handle(o.value), _name(type(o.value)), []]}
        if type(o) is JudgeCallable:
            return {"h": ["callback", o.number, "", []]}
        handle, name = self._handle(o), _name(type(o))
        if isinstance(o, nn.Module):
            return {
                "h": ["module", handle, name, self._describe(handle, o, buffers, depth), self.methods.tell(handle, o)]
            }
        if isinstance(o, type):
            bases = [f"{c.__module__}.{c.__qualname__}"[:200] for c in o.__mro__]
            return {"h": ["class", handle, _name(o), bases[:100]]}
        if inspect.isroutine(o):
            return {"h": ["object", handle, _name(o), []]}
        special = [s for s in _SPECIAL if getattr(type(o), s, None) is not None]
        return {"h": ["object", handle, name, special, self.methods.tell(handle, o)]}

    def _describe(self, handle: int, m: nn.Module, buffers: list[memoryview], depth: int) -> Json:
        """Parameters, buffers, children; None for a module that this message describes already."""

        def parts(of: dict[str, Any]) -> list[Json]:
            return [[n, None if t is None else self._encode_tracked(t, buffers)] for n, t in of.items()]

        if handle in self._described:
            return None
        if depth > self.limits.depth:
            raise Unsendable("modules nested too deeply, or one that contains itself")
        self.mirror.describe(handle, m)
        told = {  # in the order in which the judge reads it
            "p": parts(m._parameters),
            "b": parts(m._buffers),
            "n": sorted(m._non_persistent_buffers_set),
            "t": bool(m.training),
            "c": [[n, None if c is None else self.encode_other(c, buffers, depth + 1)] for n, c in m._modules.items()],
        }
        self._described.add(handle)
        return told

    def _handle(self, o: Any) -> int:
        handle = self.handle_of.get(id(o))
        if handle is None:
            handle = self.next_number()
            self.objects[handle], self.handle_of[id(o)] = o, handle
        return handle

    def free(self, kind: str, number: int) -> None:
        """The judge does not use that graph, tensor or object any more."""
        if kind == "graph":
            self.graphs.drop(number)
        elif kind == "tensor":
            self.mirror.forget(number)
        else:
            self.mirror.forget_module(number)
            self.methods.forget(number)
            gone = self.objects.pop(number, None)
            self.handle_of.pop(id(gone), None)

    # -- decoding --------------------------------------------------------------------------------

    def decode_tensor(self, v: Json, take: Take) -> torch.Tensor:
        tag = v.pop() if type(v[-1]) is dict else None
        t = super().decode_tensor(v, take)
        if tag is None:
            return t
        is_leaf, number = tag["g"]
        if is_leaf:
            self.leaves.add(number, t.requires_grad_())
            return t
        # In-place operations on it are allowed, as they are on the judge's.
        leaf = torch.empty(0, dtype=t.dtype).set_(t.untyped_storage(), 0, t.shape, t.stride())
        self.leaves.add(number, leaf.requires_grad_())
        with torch.enable_grad():
            joined: torch.Tensor = JoinedLeaf.apply(leaf, [t])  # type: ignore[no-untyped-call]
        return joined

    def decode_generator(self, v: Json, take: Take) -> torch.Generator:
        generator = super().decode_generator(v, take)
        known = self.generators.setdefault(v[1], (generator, generator.get_state()))
        return known[0]  # one that was passed twice is one

    def decode_other(self, tag: str, v: Json, take: Take, depth: int) -> Any:
        if tag == "H":
            return self.objects[v]
        if tag == "P":
            return self.mirror.tensor(v)
        if tag == "J":
            known = self._functions.get(v)
            if known is None:
                known = self._functions[v] = JudgeCallable(self, v)
            return known
        return super().decode_other(tag, v, take, depth)


def _name(o: Any) -> str:
    """An object's name where it is one; `__name__` may be anything."""
    name = getattr(o, "__name__", None)
    return name[:200] if type(name) is str else type(o).__name__[:200]

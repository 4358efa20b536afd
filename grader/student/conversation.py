"""The judge's side of the conversation: proxies in, proxies out, gradients wired, parameters kept equal."""

from __future__ import annotations

import contextlib
import weakref
from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from torch import nn

from grader.errors import ProtocolError
from grader.protocol import FrameSocket, Peer, RemoteFailure
from grader.protocol.codec import Json, Take
from grader.protocol.tensors import dtype_name, raw_bytes
from grader.student.callbacks import Callbacks
from grader.student.failures import JudgeSideError, Locate, failure
from grader.student.mirror import Mirror
from grader.student.modules import RemoteModule
from grader.student.objects import RemoteObject, StudentClass, class_proxy, object_class
from grader.student.wiring import substitute, wire


class Conversation(Peer):
    """Requests to one student process.

    Args:
        locate: maps a code file's name and a line to a place in the hand-in, for tracebacks.
    """

    def __init__(self, connection: FrameSocket, locate: Locate) -> None:
        super().__init__(connection)
        self.mirror = Mirror(lambda number: self.release("tensor", number))
        self._locate = locate
        self._callbacks = Callbacks(self)
        self._objects: weakref.WeakValueDictionary[int, Any] = weakref.WeakValueDictionary()
        self._classes: dict[str, type] = {}
        self._tags: weakref.WeakValueDictionary[int, torch.Tensor] = weakref.WeakValueDictionary()
        self._generators: dict[int, torch.Generator] = {}
        self._to_free: list[tuple[str, int]] = []
        self._next = 1
        self._tagging = False
        self._tagged: list[torch.Tensor] = []
        self._outputs: list[torch.Tensor] = []

    # -- requests --------------------------------------------------------------------------------

    def load(self, modules: list[tuple[str, str, bool]], names: dict[str, list[str]]) -> None:
        """Hand over the submission's sources: (name, source, definitions only) each, and where names are."""
        self.request("load", modules, names)

    def request(self, operation: str, *arguments: Any) -> Any:
        """As Peer.request.

        Raises:
            StudentFault: what the student's code did wrong. ProtocolError, PeerClosed, DeadlinePassed.
        """
        try:
            return super().request(operation, *arguments)
        except RemoteFailure as error:
            self._callbacks.reraise()
            raise failure(error.data, self._locate) from None

    def do(self, what: str, *arguments: Any, grad: bool | None = None) -> Any:
        """Carry out one operation over there; the result is wired into the judge's autograd graph."""
        wanted = torch.is_grad_enabled() if grad is None else grad
        # Gradients are in flux during a backward pass, and a module's forward has no use for them.
        push_grads = what != "vjp" and not (what == "call" and isinstance(arguments[0], RemoteModule))
        changes = self._changes(push_grads)
        outer = self._tagging, self._tagged, self._outputs, self._generators
        self._tagging, self._tagged, self._outputs, self._generators = wanted, [], [], {}
        try:
            with torch.no_grad():
                reply = self.request("do", changes, wanted, what, list(arguments))
                outputs = self._outputs
                if not isinstance(reply, dict) or "r" not in reply:
                    raise ProtocolError("not a result")
                self._take_over(reply)
                inputs = self._leaves(reply) if "graph" in reply else []
        finally:
            self._tagging, self._tagged, self._outputs, self._generators = outer
        value = reply["r"]
        if "graph" in reply and outputs:
            value = substitute(value, wire(self, reply["graph"][0], outputs, inputs))
        return value

    def release(self, kind: str, number: int) -> None:
        """Nothing here uses that graph, tensor or object any more; the student process hears with the next request."""
        self._to_free.append((kind, number))

    def checked_vjp(self, grads: Any, needed: tuple[bool, ...]) -> list[torch.Tensor | None]:
        """The answer to a vector–Jacobian product, whose form autograd relies on."""
        if not isinstance(grads, list) or len(grads) > len(needed):
            raise ProtocolError("not gradients")
        grads = grads + [None] * (len(needed) - len(grads))
        if not all(g is None or isinstance(g, torch.Tensor) for g in grads):
            raise ProtocolError("not gradients")
        return grads

    def _changes(self, grads: bool) -> dict[str, Any]:
        flags = []
        for handle, m in list(self._objects.items()):
            if isinstance(m, RemoteModule):
                m.check_slots()
                if m.training != m._flag:
                    m.__dict__["_flag"] = m.training
                    flags.append([handle, m.training])
        freed, self._to_free = self._to_free, []
        free = [[kind, n] for kind, n in freed if not self._alive(kind, n)]
        for kind, n in free:
            if kind == "tensor":
                self.mirror.drop(n)
        out: dict[str, Any] = {}
        if changed := self.mirror.changes(grads=grads):
            out["p"] = changed
        if flags:
            out["f"] = flags
        if free:
            out["free"] = free
        return out

    def _alive(self, kind: str, number: int) -> bool:
        if kind == "tensor":
            return self.mirror.alive(number)
        return kind == "object" and number in self._objects

    def _take_over(self, reply: dict[str, Any]) -> None:
        try:
            changes, flags = reply.get("sync", ([], []))
            self.mirror.apply(changes)
            for handle, training in flags:
                m = self._objects.get(handle)
                if isinstance(m, RemoteModule):
                    m.__dict__["training"] = m.__dict__["_flag"] = bool(training)
            for number, state in reply.get("generators", []):
                self._generators[number].set_state(state)
        except (TypeError, ValueError, KeyError, AttributeError, RuntimeError) as error:
            raise ProtocolError(f"not a result: {type(error).__name__}") from None

    def _leaves(self, reply: dict[str, Any]) -> list[torch.Tensor]:
        try:
            graph, tags = reply["graph"]
            if type(graph) is not int:
                raise TypeError
            return [self._tags[n] if kind == "x" else self.mirror.tensor(n) for kind, n in tags]
        except (TypeError, ValueError, KeyError):
            raise ProtocolError("not a graph") from None

    # -- the student process calls back ------------------------------------------------------------

    def serve(self, operation: str, arguments: list[Any]) -> Any:
        with self._plain():
            if operation == "callback":
                return self._callbacks.call(*arguments)
            if operation == "callback_vjp":
                return self._callbacks.vjp(*arguments)
        raise ProtocolError(f"unknown operation {operation!r:.40}")

    def failure(self, error: BaseException) -> dict[str, Any]:
        self._callbacks.remember(error)
        return {"kind": "callback"}  # what went wrong in the judge is none of the student's business

    @contextlib.contextmanager
    def _plain(self) -> Iterator[None]:
        outer = self._tagging, self._tagged, self._outputs
        self._tagging, self._tagged, self._outputs = False, [], []
        try:
            yield
        finally:
            self._tagging, self._tagged, self._outputs = outer

    # -- encoding --------------------------------------------------------------------------------

    def encode_tensor(self, t: torch.Tensor, buffers: list[memoryview]) -> Json:
        if (number := self.mirror.number(t)) is not None:
            return {"P": number}
        buffers.append(raw_bytes(t, self.limits.payload))
        head: list[Json] = [dtype_name(t.dtype), list(t.shape)]
        extra: dict[str, Json] = {}
        if not t.is_contiguous():
            extra["s"] = list(t.stride())
        if self._tagging and t.requires_grad:
            tag = self._number()
            self._tags[tag] = t
            self._tagged.append(t)
            extra["g"] = [t.is_leaf, tag]
        return {"t": [*head, extra] if extra else head}

    def encode_generator(self, g: torch.Generator, buffers: list[memoryview]) -> Json:
        number = self._number()
        self._generators[number] = g
        buffers.append(raw_bytes(g.get_state(), self.limits.payload))
        return {"G": [buffers[-1].nbytes, number]}

    def encode_other(self, o: Any, buffers: list[memoryview], depth: int) -> Json:
        if isinstance(o, (RemoteObject, RemoteModule)):
            return {"H": o.__dict__["_handle"]}
        if isinstance(o, type) and issubclass(o, StudentClass):
            return {"H": o._handle}
        if callable(o):
            return {"J": self._callbacks.add(o)}
        raise JudgeSideError(f"a {type(o).__name__} cannot be passed to the student")

    def _number(self) -> int:
        number, self._next = self._next, self._next + 1
        return number

    # -- decoding --------------------------------------------------------------------------------

    def decode_tensor(self, v: Json, take: Take) -> torch.Tensor:
        t = super().decode_tensor(v, take)
        if len(v) > 2:
            extra = v[2]
            if "o" in extra:
                if not (t.is_floating_point() or t.is_complex()) or extra["o"] != len(self._outputs):
                    raise ProtocolError("not a differentiable tensor")
                self._outputs.append(t)
            elif "p" in extra:
                number, is_parameter, requires_grad = extra["p"]
                if type(number) is not int:
                    raise ProtocolError("not a parameter")
                return self.mirror.add(
                    number, t, is_parameter=bool(is_parameter), requires_grad=bool(requires_grad)
                )
        return t

    def decode_other(self, tag: str, v: Json, take: Take, depth: int) -> Any:
        if tag == "P":
            return self.mirror.tensor(v)
        if tag == "U":
            return nn.UninitializedParameter()
        if tag != "h":
            return super().decode_other(tag, v, take, depth)
        kind, handle, name, *rest = v
        if type(handle) is not int or type(name) is not str:
            raise ProtocolError("not a handle")
        if kind == "callback":
            return self._callbacks.function(handle)
        if kind == "module":
            return self._module(handle, name, rest[0], take, depth)
        if kind == "class":
            return self._class(handle, name, rest[0])
        known = self._objects.get(handle)
        if known is not None:
            return known
        made = object_class(rest[0] if rest else [])(self, handle, name)
        return self._keep(handle, made)

    def _keep(self, handle: int, o: Any) -> Any:
        self._objects[handle] = o
        weakref.finalize(o, self.release, "object", handle).atexit = False
        return o

    def _class(self, handle: int, name: str, bases: list[str]) -> type:
        known = self._objects.get(handle)
        if known is None:
            known = self._classes[name] = class_proxy(self, handle, name, bases)
            self._objects[handle] = known
        assert isinstance(known, type)
        return known

    def _module(self, handle: int, name: str, told: dict[str, Any], take: Take, depth: int) -> RemoteModule:
        if depth > self.limits.depth:
            raise ProtocolError("modules nested too deeply")
        m = self._objects.get(handle)
        if not isinstance(m, RemoteModule):
            local = self._classes.get(name)
            cls = local if local is not None and issubclass(local, RemoteModule) else RemoteModule
            m = self._keep(handle, RemoteModule.make(cls, self, handle, name))

        def tensors(entries: list[Any]) -> list[tuple[str, torch.Tensor | None]]:
            return [(str(n), None if t is None else self.decode(t, take, depth + 1)) for n, t in entries]

        m.fill(tensors(told["p"]), tensors(told["b"]), set(map(str, told["n"])), bool(told["t"]))
        children = [(str(n), None if c is None else self.decode(c, take, depth + 1)) for n, c in told["c"]]
        m._modules.clear()
        for child_name, child in children:
            if child is not None and not isinstance(child, nn.Module):
                raise ProtocolError("not a module")
            m._modules[child_name] = child
        return m

    def _decode_array(self, array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        array.setflags(write=False)  # it is a copy: writing into it would change nothing over there
        return array

    def decode(self, o: Json, take: Take, depth: int) -> Any:
        value = super().decode(o, take, depth)
        if type(value) is np.ndarray:
            return self._decode_array(value)
        return value

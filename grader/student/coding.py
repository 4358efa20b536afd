"""How values travel on the judge's side: handles become proxies, parameters mirrors, differentiable tensors tagged."""

from __future__ import annotations

import weakref
from typing import Any

import numpy as np
import torch
from torch import nn

from grader.errors import ProtocolError, Unsendable
from grader.protocol import Encoded, FrameSocket, Peer, tensors
from grader.protocol.encoding import Json
from grader.protocol.tensors import Take
from grader.student.callbacks import Callbacks
from grader.student.failures import JudgeSideError
from grader.student.handles import Method, RemoteObject, fetched, method_names
from grader.student.mirror import Mirror
from grader.student.modules import RemoteModule
from grader.student.objects import StudentClass, class_proxy, object_class


class JudgePeer(Peer):
    """The judge's end of the conversation, as far as values are concerned. What comes in is untrusted."""

    def __init__(self, connection: FrameSocket) -> None:
        super().__init__(connection, sends_strides=True)
        self.mirror = Mirror(lambda number: self.release("tensor", number))
        self.callbacks = Callbacks()
        self.modules: weakref.WeakValueDictionary[int, RemoteModule] = weakref.WeakValueDictionary()
        self.objects: weakref.WeakValueDictionary[int, Any] = weakref.WeakValueDictionary()
        self.tags: dict[int, torch.Tensor] = {}  # differentiable tensors that graphs over there reach
        self.tagging = False  # whether the request being encoded wants gradients
        self.outputs: list[torch.Tensor] = []  # differentiable tensors in the reply being decoded
        self.generators: dict[int, torch.Generator] = {}  # of the request under way
        self.read_only = False  # whether arrays in the reply are copies of something that lives over there
        self._classes: dict[str, type] = {}
        self._filling: set[int] = set()
        self._to_free: list[tuple[str, int]] = []
        self._next = 1

    def _number(self) -> int:
        number, self._next = self._next, self._next + 1
        return number

    def release(self, kind: str, number: int) -> None:
        """Nothing here uses that graph, tensor or object any more; the student process hears with the next request."""
        self._to_free.append((kind, number))

    def take_released(self) -> list[list[Any]]:
        """What the student process has not been told of yet."""
        released, self._to_free = self._to_free, []
        free = [[kind, n] for kind, n in released if not self._alive(kind, n)]
        for kind, n in free:
            if kind == "tensor":
                self.mirror.drop(n)  # type: ignore[arg-type]
        return free

    def _alive(self, kind: str, number: int) -> bool:
        if kind == "tensor":
            return self.mirror.alive(number)
        return kind == "object" and number in self.objects

    # -- encoding --------------------------------------------------------------------------------

    def dumps(self, value: Any) -> tuple[bytes, list[memoryview]]:
        try:
            return super().dumps(value)
        except Unsendable as error:  # the check's doing, not the student's
            raise JudgeSideError(f"{error} cannot be passed to the student") from None

    def encoded(self, value: Any) -> Encoded:
        first = self._next
        try:
            return super().encoded(value)
        except (Unsendable, RuntimeError) as error:  # RuntimeError: a tensor without memory, as vmap makes them
            for tag in [n for n in self.tags if n >= first]:
                del self.tags[tag]
            raise JudgeSideError(f"{error} cannot be passed to the student") from None

    def encode_tensor(self, t: torch.Tensor, buffers: list[memoryview]) -> Json:
        if (number := self.mirror.number(t)) is not None:
            return {"P": number}
        head, buffer = tensors.encode(tensors.plain(t), self.limits.payload, strides=True)
        buffers.append(buffer)
        if self.tagging and t.requires_grad:
            tag = self._number()
            self.tags[tag] = t
            head.append({"g": [t.is_leaf, tag]})
        return {"t": head}

    def encode_generator(self, g: torch.Generator, buffers: list[memoryview]) -> Json:
        number = next((n for n, known in self.generators.items() if known is g), None) or self._number()
        self.generators[number] = g
        buffers.append(tensors.raw_bytes(g.get_state(), self.limits.payload))
        return {"G": [buffers[-1].nbytes, number]}

    def encode_other(self, o: Any, buffers: list[memoryview], depth: int) -> Json:
        if type(o) is Method:
            return self.encode(fetched(o), buffers, depth)
        if isinstance(o, (RemoteObject, RemoteModule)):
            return {"H": o.__dict__["_handle"]}
        if isinstance(o, type) and issubclass(o, StudentClass):
            return {"H": o._handle}
        if callable(o):
            return {"J": self.callbacks.add(o)}
        raise Unsendable(f"a {type(o).__name__}")

    # -- decoding --------------------------------------------------------------------------------

    def decode(self, o: Json, take: Take, depth: int) -> Any:
        value = super().decode(o, take, depth)
        if self.read_only and type(value) is np.ndarray:
            value.setflags(write=False)  # writing into the copy would change nothing over there
        return value

    def decode_tensor(self, v: Json, take: Take) -> torch.Tensor:
        extra = v.pop() if type(v[-1]) is dict else None
        t = super().decode_tensor(v, take)
        if extra is None:
            return t
        ((what, told),) = extra.items()
        if what == "o" and (t.is_floating_point() or t.is_complex()) and told == len(self.outputs):
            self.outputs.append(t)
            return t
        if what == "p":
            number, is_parameter, requires_grad = told
            if [type(x) for x in told] == [int, bool, bool]:
                return self.mirror.add(number, t, is_parameter=is_parameter, requires_grad=requires_grad)
        raise ProtocolError("not a tensor")

    def decode_other(self, tag: str, v: Json, take: Take, depth: int) -> Any:
        if tag == "P":
            return self.mirror.tensor(v)
        if tag == "U":
            return nn.UninitializedParameter() if v[1] is True else nn.UninitializedBuffer()
        if tag != "h":
            return super().decode_other(tag, v, take, depth)
        kind, handle, name, told, *methods = v
        if type(handle) is not int or type(name) is not str:
            raise ProtocolError("not a handle")
        name = name[:200]
        if kind == "callback":
            return self.callbacks.function(handle)
        if kind == "module":
            return self._module(handle, name, told, methods, take, depth)
        known = self.objects.get(handle)
        if kind == "class":
            return known if isinstance(known, type) else self._class(handle, name, told)
        if kind != "object":
            raise ProtocolError("not a handle")
        return self._keep(handle, object_class(told)(self, handle, name), methods) if known is None else known

    def _keep(self, handle: int, o: Any, methods: list[Any]) -> Any:
        if methods:
            o.__dict__["_methods"] = method_names(*methods)
        self.objects[handle] = o
        weakref.finalize(o, self.release, "object", handle).atexit = False
        return o

    def _class(self, handle: int, name: str, bases: list[str]) -> type:
        made = self._classes[name] = self.objects[handle] = class_proxy(self, handle, name, bases)
        return made

    def _module(self, handle: int, name: str, told: Any, methods: list[Any], take: Take, depth: int) -> RemoteModule:
        """The mirror of a module; `told` is None for one that this message described already."""
        if depth > self.limits.depth or handle in self._filling:
            raise ProtocolError("modules nested too deeply")
        m = self.modules.get(handle)
        if told is None:
            if m is None:
                raise ProtocolError("no such module")
            return m
        if m is None:
            local = self._classes.get(name)
            cls = local if local is not None and issubclass(local, RemoteModule) else RemoteModule
            m = self.modules[handle] = self._keep(handle, cls.make(self, handle, name), methods)
        self._filling.add(handle)
        try:
            parameters = self._slots(told["p"], take, depth, torch.Tensor)
            buffers = self._slots(told["b"], take, depth, torch.Tensor)
            children = self._slots(told["c"], take, depth, RemoteModule)
        finally:
            self._filling.discard(handle)
        if any(m in c.modules() for c in children.values() if c is not None):
            raise ProtocolError("a module that contains itself")
        if not all(type(n) is str for n in told["n"]):
            raise ProtocolError("not a name")
        m.fill(parameters, buffers, set(told["n"]), told["t"] is True, children)
        return m

    def _slots(self, entries: Any, take: Take, depth: int, kind: type) -> dict[str, Any]:
        found = {}
        for name, part in entries:
            value = None if part is None else self.decode(part, take, depth + 1)
            if type(name) is not str or (value is not None and not isinstance(value, kind)):
                raise ProtocolError("not a part of a module")
            found[name] = value
        return found

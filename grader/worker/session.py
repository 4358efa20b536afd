"""The judge's calls, carried out on the submission: one conversation on one connection."""

from __future__ import annotations

import copy
import inspect
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn.parameter import UninitializedTensorMixin

from grader.errors import ProtocolError
from grader.protocol import FrameSocket, Peer, PeerClosed, RemoteFailure
from grader.protocol.codec import Json, Take
from grader.protocol.tensors import dtype_name, raw_bytes
from grader.worker import snapshot
from grader.worker.callbacks import JudgeCallable
from grader.worker.failures import CallbackFailed, Modified, describe
from grader.worker.loader import Loader, stub_colab
from grader.worker.mirror import Mirror


class _Held:
    """Wraps a value that shall travel as a handle although it could travel by value."""

    def __init__(self, value: Any) -> None:
        self.value = value


class _Encoded:
    """A part of the reply that was encoded already: its order matters for what the judge must be told."""

    def __init__(self, tree: Json, buffers: list[memoryview]) -> None:
        self.tree, self.buffers = tree, buffers


class Session(Peer):
    """Serves one submission.

    Args:
        folder: the work folder; the submission's sources go into `code` below it.
    """

    sends_layout = False

    def __init__(self, connection: FrameSocket, folder: Path) -> None:
        super().__init__(connection, strides=True)
        self.loader = Loader(folder / "code")
        self.mirror = Mirror()
        self._objects: dict[int, Any] = {}
        self._handle_of: dict[int, int] = {}
        self._graphs: dict[int, tuple[list[torch.Tensor], list[torch.Tensor]]] = {}
        self._next = 1
        self._outputs: list[torch.Tensor] | None = None  # differentiable tensors of the value being encoded
        self._generators: list[tuple[int, torch.Generator, torch.Tensor]] = []

    def run(self) -> int:
        """Serve until the judge hangs up; the exit status."""
        stub_colab()
        while True:
            try:
                message = self.loads(*self.connection.receive())
                self.answer(message)
            except PeerClosed:
                return 0

    # -- requests --------------------------------------------------------------------------------

    def serve(self, operation: str, arguments: list[Any]) -> Any:
        if operation == "do":
            return self._do(*arguments)
        if operation == "load":
            modules, names = arguments
            self.loader.add(modules, names)
            return None
        raise ProtocolError(f"unknown operation {operation!r:.40}")

    def failure(self, error: BaseException) -> dict[str, Any]:
        return describe(error, self.loader.folder)

    def request(self, operation: str, *arguments: Any) -> Any:
        try:
            return super().request(operation, *arguments)
        except RemoteFailure:
            raise CallbackFailed from None

    def _do(self, sync: dict[str, Any], grad: bool, what: str, arguments: list[Any]) -> dict[str, Any]:
        """Apply the judge's changes, carry out one operation, and say what it gave and what it changed."""
        self.mirror.apply(sync.get("p", []), sync.get("f", []))
        for kind, number in sync.get("free", []):
            self._free(kind, number)
        generators, self._generators = self._generators, []
        with torch.set_grad_enabled(grad):
            value = getattr(self, f"_do_{what}")(*arguments)
        buffers: list[memoryview] = []
        outer, self._outputs = self._outputs, [] if grad else None
        try:
            tree = self.encode(value, buffers, 0)
            outputs = self._outputs or []
        finally:
            self._outputs = outer
        reply: dict[str, Any] = {"r": _Encoded(tree, buffers)}
        if outputs:
            leaves = _reachable(outputs)
            graph = self._number()
            self._graphs[graph] = (outputs, leaves)
            reply["graph"] = [graph, [t._grader_tag for t in leaves]]  # type: ignore[attr-defined]
        if changed := self.mirror.restructured():
            parts: list[memoryview] = []
            reply["modules"] = _Encoded(self.encode(changed, parts, 0), parts)
        changes, flags = self.mirror.collect()
        if changes or flags:
            reply["sync"] = [changes, flags]
        moved = [[number, g.get_state()] for number, g, old in generators if not torch.equal(g.get_state(), old)]
        if moved:
            reply["generators"] = moved
        return reply

    def _free(self, kind: str, number: int) -> None:
        if kind == "graph":
            self._graphs.pop(number, None)
        elif kind == "tensor":
            self.mirror.forget(number)
        else:
            self.mirror.forget_module(number)
            gone = self._objects.pop(number, None)
            self._handle_of.pop(id(gone), None)

    def _do_pick(self, name: str) -> Any:
        return self.loader.find(name)

    def _do_call(self, f: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
        named = {f"args[{i}]": a for i, a in enumerate(args)} | kwargs
        before = {name: snapshot.take(value) for name, value in named.items()}
        result = f(*args, **kwargs)
        if path := snapshot.changed(before, named):
            raise Modified(path)
        return result

    def _do_map(self, f: Any, argument_lists: list[list[Any]]) -> list[Any]:
        return [self._do_call(f, list(args), {}) for args in argument_lists]

    def _do_get(self, o: Any, name: str) -> Any:
        return getattr(o, name)

    def _do_set(self, o: Any, name: str, value: Any) -> None:
        setattr(o, name, value)

    def _do_item(self, o: Any, key: Any) -> Any:
        return o[key]

    def _do_set_item(self, o: Any, key: Any, value: Any) -> None:
        o[key] = value

    def _do_len(self, o: Any) -> int:
        return len(o)

    def _do_iter(self, o: Any) -> Any:
        return _Held(iter(o))

    def _do_next(self, o: Any) -> tuple[Any, ...]:
        try:
            return (next(o),)
        except StopIteration:
            return ()

    def _do_truth(self, o: Any) -> bool:
        return bool(o)

    def _do_hold(self, o: Any, path: list[Any]) -> _Held:
        for step in path:
            o = getattr(o, step) if isinstance(step, str) and not isinstance(o, dict) else o[step]
        return _Held(o)

    def _do_value(self, o: Any) -> Any:
        return o

    def _do_same(self, a: Any, b: Any) -> bool:
        return a is b

    def _do_deepcopy(self, o: Any) -> Any:
        return copy.deepcopy(o)

    def _do_seed(self, seed: int) -> None:
        torch.manual_seed(seed)
        np.random.seed(seed % 2**32)
        random.seed(seed)

    def _do_vjp(self, graph: int, cotangents: list[torch.Tensor | None], create: bool) -> list[torch.Tensor | None]:
        """cotangents · ∂outputs/∂leaves; inside the student's graph, so second derivatives work."""
        outputs, leaves = self._graphs[graph]
        given = [i for i, g in enumerate(cotangents) if g is not None]
        if not given:
            return [None] * len(leaves)
        ys, gs = [outputs[i] for i in given], [cotangents[i] for i in given]
        if not leaves:  # nothing of the judge's to differentiate: only what hangs on the judge's callbacks
            torch.autograd.backward(ys, gs, retain_graph=True)
            return []
        grads = torch.autograd.grad(ys, leaves, gs, allow_unused=True, retain_graph=True, create_graph=create)
        return list(grads)

    @contextmanager
    def outputs_untracked(self) -> Iterator[None]:
        """While a callback's arguments are encoded, differentiable tensors are values, not outputs of the call."""
        outer, self._outputs = self._outputs, None
        try:
            yield
        finally:
            self._outputs = outer

    # -- encoding --------------------------------------------------------------------------------

    def encode(self, o: Any, buffers: list[memoryview], depth: int) -> Json:
        if type(o) is _Encoded:
            buffers.extend(o.buffers)
            return o.tree
        return super().encode(o, buffers, depth)

    def encode_tensor(self, t: torch.Tensor, buffers: list[memoryview]) -> Json:
        if isinstance(t, nn.Parameter) or self.mirror.number(t) is not None:
            return self._encode_tracked(t, buffers)
        buffers.append(raw_bytes(t, self.limits.payload))
        head: list[Json] = [dtype_name(t.dtype), list(t.shape)]
        if t.requires_grad and self._outputs is not None:
            self._outputs.append(t)
            head.append({"o": len(self._outputs) - 1})
        return {"t": head}

    def _encode_tracked(self, t: torch.Tensor, buffers: list[memoryview]) -> Json:
        number, new = self.mirror.track(t)
        if isinstance(t, UninitializedTensorMixin):
            return {"U": number}
        if not new:
            return {"P": number}
        t._grader_tag = ["p", number]  # type: ignore[attr-defined]
        buffers.append(raw_bytes(t, self.limits.payload))
        extra = {"p": [number, isinstance(t, nn.Parameter), t.requires_grad]}
        return {"t": [dtype_name(t.dtype), list(t.shape), extra]}

    def encode_other(self, o: Any, buffers: list[memoryview], depth: int) -> Json:
        if type(o) is _Held:
            return {"h": ["object", self._handle(o.value), type(o.value).__name__]}
        if type(o) is JudgeCallable:
            return {"h": ["callback", o.handle, ""]}
        handle, name = self._handle(o), type(o).__name__[:200]
        if isinstance(o, nn.Module):
            return {"h": ["module", handle, name, self._describe(handle, o, buffers, depth)]}
        if isinstance(o, type):
            bases = [f"{c.__module__}.{c.__qualname__}"[:200] for c in o.__mro__]
            return {"h": ["class", handle, o.__name__[:200], bases[:100]]}
        dunders = [d for d in ("__len__", "__iter__", "__bool__", "__getitem__", "__next__") if hasattr(type(o), d)]
        if inspect.isroutine(o) or inspect.ismethod(o):
            return {"h": ["function", handle, getattr(o, "__name__", name)[:200], []]}
        return {"h": ["object", handle, name, dunders]}

    def _describe(self, handle: int, m: nn.Module, buffers: list[memoryview], depth: int) -> Json:
        def tensors(parts: dict[str, Any]) -> list[Json]:
            return [[n, None if t is None else self._encode_tracked(t, buffers)] for n, t in parts.items()]

        if depth > self.limits.depth:
            raise ProtocolError("modules nested too deeply")
        self.mirror.describe(handle, m)
        return {
            "p": tensors(m._parameters),
            "b": tensors(m._buffers),
            "n": sorted(m._non_persistent_buffers_set),
            "t": bool(m.training),
            "c": [
                [n, None if c is None else self.encode_other(c, buffers, depth + 1)] for n, c in m._modules.items()
            ],
        }

    def _handle(self, o: Any) -> int:
        if id(o) not in self._handle_of:
            handle = self._number()
            self._objects[handle], self._handle_of[id(o)] = o, handle
        return self._handle_of[id(o)]

    def _number(self) -> int:
        number, self._next = self._next, self._next + 1
        return number

    # -- decoding --------------------------------------------------------------------------------

    def decode_tensor(self, v: Json, take: Take) -> torch.Tensor:
        t = super().decode_tensor(v, take)
        if len(v) > 2 and "g" in v[2]:
            leaf, tag = v[2]["g"]
            t.requires_grad_()
            t._grader_tag = ["x", tag]  # type: ignore[attr-defined]
            if not leaf:  # in-place operations on it are allowed, as they are on the judge's
                t = t.clone()
        return t

    def decode_generator(self, v: Json, take: Take) -> torch.Generator:
        generator = super().decode_generator(v, take)
        self._generators.append((v[1], generator, generator.get_state()))
        return generator

    def decode_other(self, tag: str, v: Json, take: Take, depth: int) -> Any:
        if tag == "H":
            return self._objects[v]
        if tag == "P":
            return self.mirror.tensor(v)
        if tag == "J":
            return JudgeCallable(self, v)
        return super().decode_other(tag, v, take, depth)


def _reachable(outputs: list[torch.Tensor]) -> list[torch.Tensor]:
    """The tagged leaves in the outputs' graph, each once, in a fixed order."""
    found: dict[int, torch.Tensor] = {}
    seen: set[Any] = set()
    stack: list[Any] = []
    for t in outputs:
        if t.grad_fn is not None:
            stack.append(t.grad_fn)
        elif hasattr(t, "_grader_tag"):
            found[id(t)] = t
    while stack:
        node = stack.pop()
        if node in seen:
            continue
        seen.add(node)
        leaf = getattr(node, "variable", None) if type(node).__name__ == "AccumulateGrad" else None
        if leaf is not None:
            if hasattr(leaf, "_grader_tag"):
                found[id(leaf)] = leaf
        else:
            stack.extend(parent for parent, _ in node.next_functions if parent is not None)
    return list(found.values())

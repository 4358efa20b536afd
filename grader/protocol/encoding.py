"""Values to JSON trees plus raw buffers; the tags are listed in `codec`."""

from __future__ import annotations

import json
import math
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import torch

from grader.errors import Unsendable
from grader.protocol import arrays, tensors
from grader.protocol.frames import Limits, payload_size
from grader.protocol.record import Record
from grader.protocol.tensors import dtype_name

Json = Any

_PLAIN = frozenset({str, bool, type(None)})
_INT64 = 1 << 63
_PATH = 100  # characters of an error's path: a value that contains itself has a long one
_JSON = json.JSONEncoder(ensure_ascii=False, check_circular=False, allow_nan=False, separators=(",", ":"))


class Encoded:
    """A part of a message that was encoded already, because its order matters for what the peer must be told."""

    def __init__(self, tree: Json, buffers: list[memoryview]) -> None:
        self.tree, self.buffers = tree, buffers


class Encoder:
    """The encoding half of a codec; a subclass overrides `encode_tensor`, `encode_generator`, `encode_other`."""

    def __init__(self, limits: Limits | None, *, sends_strides: bool) -> None:
        self.limits = limits or Limits()
        self.sends_strides = sends_strides

    def dumps(self, value: Any) -> tuple[bytes, list[memoryview]]:
        """Encode a value.

        Raises:
            Unsendable: with the path of the part that cannot be sent; or the whole is too large for a frame.
        """
        buffers: list[memoryview] = []
        header = _JSON.encode(self.encode(value, buffers, 0)).encode("utf-8", "surrogatepass")
        if len(header) > self.limits.header or payload_size(buffers) > self.limits.payload:
            raise Unsendable(f"a value of {(len(header) + payload_size(buffers)) >> 20} MiB")
        return header, buffers

    def encoded(self, value: Any) -> Encoded:
        """A part of a later message; raises as `dumps`, but for the size of the whole."""
        buffers: list[memoryview] = []
        return Encoded(self.encode(value, buffers, 0), buffers)

    def encode(self, o: Any, buffers: list[memoryview], depth: int) -> Json:
        """The JSON tree of a value; raw bytes are appended to `buffers`."""
        kind = type(o)
        if o is None or kind is bool or kind is str:
            return o
        if kind is int:
            return o if -_INT64 <= o < _INT64 else {"I": hex(o)}
        if kind is float:
            return o if math.isfinite(o) else {"F": repr(o)}
        if depth > self.limits.depth:
            raise Unsendable("a value nested too deeply, or one that contains itself")
        if isinstance(o, torch.Tensor):
            return self.encode_tensor(o, buffers)
        if kind is list:
            return self.encode_items(o, buffers, depth)
        if kind is tuple:
            return {"u": self.encode_items(o, buffers, depth)}
        if kind is dict or kind is OrderedDict or kind is Counter or kind is defaultdict:
            return self._encode_mapping(o, buffers, depth)
        return self._encode_rare(o, kind, buffers, depth)

    def encode_items(
        self,
        items: Collection[Any],
        buffers: list[memoryview],
        depth: int,
        name: Callable[[int], str] = "[{}]".format,
    ) -> list[Json]:
        """The trees of a container's items; `name(i)` is what item i is called in an error's path."""
        values = items if type(items) is list else list(items)
        types = set(map(type, values))
        if types <= _PLAIN:
            return values
        if types == {int} and min(values) >= -_INT64 and max(values) < _INT64:
            return values
        if types == {float} and all(map(math.isfinite, values)):
            return values
        out = []
        for value in values:
            try:
                out.append(self.encode(value, buffers, depth + 1))
            except Unsendable as error:
                raise _inside(error, name(len(out))) from None
        return out

    def _encode_mapping(self, o: dict[Any, Any], buffers: list[memoryview], depth: int) -> Json:
        kind = "dict" if type(o) is defaultdict else type(o).__name__
        if kind == "dict" and set(map(type, o)) == {str}:
            # Two lists, not an object: a large one makes no tuple per entry, which would set off the collector.
            keys = list(o)
            return {"D": [keys, self.encode_items(list(o.values()), buffers, depth, lambda i: f"[{keys[i]!r:.40}]")]}
        pairs = []
        for key, value in o.items():
            try:
                pairs.append([self.encode(key, buffers, depth + 1), self.encode(value, buffers, depth + 1)])
            except Unsendable as error:
                raise _inside(error, f"[{key!r:.40}]") from None
        return {"d": [kind, pairs]}

    def _encode_rare(self, o: Any, kind: type, buffers: list[memoryview], depth: int) -> Json:
        if kind is np.ndarray:
            head, buffer = arrays.encode(o, self.limits.payload, strides=self.sends_strides)
            buffers.append(buffer)
            return {"n": head}
        if kind is Encoded:
            buffers.extend(o.buffers)
            return o.tree
        if isinstance(o, np.generic):
            return self._encode_scalar(o, buffers, depth)
        if kind is complex:
            return {"C": [repr(o.real), repr(o.imag)]}
        if kind is bytes or kind is bytearray:
            buffers.append(memoryview(bytes(o)))
            return {"B": len(o)}
        if kind is torch.Size:
            return {"Z": list(o)}
        if kind is set or kind is frozenset:
            return {"s": [kind.__name__, self.encode_items(o, buffers, depth)]}
        if kind is deque:
            return {"q": [o.maxlen, self.encode_items(o, buffers, depth)]}
        if kind is range or kind is slice:
            tag = "r" if kind is range else "S"
            return {tag: self.encode_items([o.start, o.stop, o.step], buffers, depth)}
        if kind is torch.dtype:
            return {"y": dtype_name(o)}
        if kind is torch.device:
            return {"V": str(o)}
        if kind is torch.Generator:
            return self.encode_generator(o, buffers)
        if isinstance(o, tuple):
            return self._encode_tuple(o, kind, buffers, depth)
        if is_dataclass(o) and not isinstance(o, type) and not self.stays(kind):
            values = {f.name: getattr(o, f.name) for f in fields(o)}
            return self._record(kind.__name__, list(values), values.values(), buffers, depth, is_tuple=False)
        return self.encode_other(o, buffers, depth)

    def _encode_tuple(self, o: tuple[Any, ...], kind: type, buffers: list[memoryview], depth: int) -> Json:
        if kind is Record:
            mine = vars(o)
            return self._record(mine["type_name"], mine["names"], o, buffers, depth, is_tuple=mine["is_tuple"])
        names = getattr(kind, "_fields", None)
        if isinstance(names, tuple) and len(names) == len(o):
            return self._record(kind.__name__, names, o, buffers, depth, is_tuple=True)
        return {"u": self.encode_items(o, buffers, depth)}  # torch.return_types and the like

    def _record(
        self,
        name: str,
        names: Sequence[str],
        values: Collection[Any],
        buffers: list[memoryview],
        depth: int,
        *,
        is_tuple: bool,
    ) -> Json:
        items = self.encode_items(values, buffers, depth, lambda i: f".{names[i]}")
        return {"N": [name[:200], list(names), items, is_tuple]}

    def _encode_scalar(self, o: np.generic[Any], buffers: list[memoryview], depth: int) -> Json:
        if o.dtype.kind == "U":
            return str(o)
        if not arrays.sendable(o.dtype):
            return self.encode_other(o, buffers, depth)
        name, buffer = arrays.encode_scalar(o)
        buffers.append(buffer)
        return {"x": name}

    def encode_tensor(self, t: torch.Tensor, buffers: list[memoryview]) -> Json:
        """Hook: dtype and shape; strides too where this side sends them and they are unusual."""
        head, buffer = tensors.encode(tensors.plain(t), self.limits.payload, strides=self.sends_strides)
        buffers.append(buffer)
        return {"t": head}

    def encode_generator(self, g: torch.Generator, buffers: list[memoryview]) -> Json:
        """Hook: a generator travels as its state; the number names it so that its new state can come back."""
        buffers.append(tensors.raw_bytes(g.get_state(), self.limits.payload))
        return {"G": [buffers[-1].nbytes, 0]}

    def stays(self, dataclass: type) -> bool:
        """Hook: whether objects of a dataclass are more than their fields, and so no plain values."""
        return False

    def encode_other(self, o: Any, buffers: list[memoryview], depth: int) -> Json:
        """Hook: anything that is not a plain value."""
        raise Unsendable(f"an object of type {type(o).__name__}")


def _inside(error: Unsendable, step: str) -> Unsendable:
    path = step + error.path
    return Unsendable(error.what, path if len(path) <= _PATH else path[:_PATH].rstrip("…") + "…")

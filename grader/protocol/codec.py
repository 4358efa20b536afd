"""Values to JSON headers plus raw buffers, and back. Decoding builds values only, never classes of the peer.

Plain JSON values stand for themselves; everything else is an object with one key, its tag:

    F float nan/inf · I large int · C complex · B bytes · u tuple · Z torch.Size · D dict with plain str keys ·
    d other mapping · s set · q deque · r range · S slice · y dtype · V device · t tensor · n ndarray ·
    x numpy scalar · G generator · N record

A subclass adds what only one side knows (tags of autograd leaves, handles, callbacks) by overriding the hooks
`encode_tensor`, `encode_other`, `decode_tensor`, `decode_other`, `encode_generator`, `decode_generator`.
"""

from __future__ import annotations

import json
import math
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import torch

from grader.errors import ProtocolError, Unsendable
from grader.protocol.frames import ALIGNMENT, Limits
from grader.protocol.tensors import DTYPES, dtype_name, raw_bytes, tensor_from

Json = Any
Take = Callable[[int], memoryview]

_PLAIN = frozenset({str, bool, type(None)})
_PLAIN_OR_NUMBER = frozenset({str, bool, type(None), int, float})
_INT64 = 1 << 63
_MAPPINGS: dict[str, Callable[[], dict[Any, Any]]] = {"dict": dict, "OrderedDict": OrderedDict, "Counter": Counter}
_NUMPY_KINDS = frozenset("biufc")


class Record(tuple[Any, ...]):
    """A namedtuple or dataclass of the peer: its values, with the peer's names as plain data.

    Attributes:
        type_name: the class's name as the peer gives it.
        names: the field names.
        is_tuple: whether the peer's object was a tuple.
    """

    type_name: str
    names: tuple[str, ...]
    is_tuple: bool

    def __new__(cls, type_name: str, names: Iterable[str], values: Iterable[Any], is_tuple: bool) -> Record:
        record = super().__new__(cls, values)
        record.type_name, record.names, record.is_tuple = type_name, tuple(names), is_tuple
        return record

    def __getattr__(self, name: str) -> Any:
        names = self.__dict__.get("names", ())
        if name in names:
            return self[names.index(name)]
        raise AttributeError(name)

    def __repr__(self) -> str:
        inside = ", ".join(f"{n}={v!r}" for n, v in zip(self.names, self, strict=True))
        return f"{self.type_name}({inside})"


class Codec:
    """Encodes and decodes one message at a time; stateless but for what subclasses add."""

    sends_layout = True  # the student's answers travel row-major: how they lie in memory is not judged

    def __init__(self, limits: Limits | None = None, *, strides: bool = False) -> None:
        self.limits = limits or Limits()
        self._strides = strides  # whether a decoded tensor may ask for a memory layout: only the judge may

    # -- encoding --------------------------------------------------------------------------------

    def dumps(self, value: Any) -> tuple[bytes, list[memoryview]]:
        """Encode a value.

        Raises:
            Unsendable: with the path of the part that cannot be sent.
        """
        buffers: list[memoryview] = []
        tree = self.encode(value, buffers, 0)
        return json.dumps(tree, separators=(",", ":")).encode(), buffers

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
            return self._encode_items(o, buffers, depth)
        if kind is tuple:
            return {"u": self._encode_items(o, buffers, depth)}
        if kind is dict or kind is OrderedDict or kind is Counter or kind is defaultdict:
            return self._encode_mapping(o, buffers, depth)
        return self._encode_rare(o, kind, buffers, depth)

    def _encode_items(self, items: Iterable[Any], buffers: list[memoryview], depth: int) -> list[Json]:
        values = list(items)
        types = set(map(type, values))
        if types <= _PLAIN:
            return values
        if types == {int} and -_INT64 <= min(values) and max(values) < _INT64:
            return values
        if types == {float} and all(map(math.isfinite, values)):
            return values
        out = []
        for i, value in enumerate(values):
            try:
                out.append(self.encode(value, buffers, depth + 1))
            except Unsendable as error:
                raise _inside(error, f"[{i}]") from None
        return out

    def _encode_mapping(self, o: dict[Any, Any], buffers: list[memoryview], depth: int) -> Json:
        kind = "dict" if type(o) is defaultdict else type(o).__name__
        if kind == "dict" and set(map(type, o)) == {str}:
            return {"D": dict(zip(o, self._encode_items(o.values(), buffers, depth), strict=True))}
        pairs = []
        for key, value in o.items():
            try:
                pairs.append([self.encode(key, buffers, depth + 1), self.encode(value, buffers, depth + 1)])
            except Unsendable as error:
                raise _inside(error, f"[{key!r:.40}]") from None
        return {"d": [kind, pairs]}

    def _encode_rare(self, o: Any, kind: type, buffers: list[memoryview], depth: int) -> Json:
        if kind is np.ndarray:
            return self._encode_array(o, buffers)
        if isinstance(o, np.generic):
            if o.dtype.kind not in _NUMPY_KINDS:
                return str(o) if o.dtype.kind == "U" else self.encode_other(o, buffers, depth)
            buffers.append(memoryview(o.tobytes()))
            return {"x": o.dtype.str}
        if kind is complex:
            return {"C": [repr(o.real), repr(o.imag)]}
        if kind is bytes or kind is bytearray:
            buffers.append(memoryview(bytes(o)))
            return {"B": len(o)}
        if kind is torch.Size:
            return {"Z": list(o)}
        if kind is set or kind is frozenset:
            return {"s": [kind.__name__, self._encode_items(o, buffers, depth)]}
        if kind is deque:
            return {"q": [o.maxlen, self._encode_items(o, buffers, depth)]}
        if kind is range:
            return {"r": [self.encode(v, buffers, depth) for v in (o.start, o.stop, o.step)]}
        if kind is slice:
            return {"S": [self.encode(v, buffers, depth + 1) for v in (o.start, o.stop, o.step)]}
        if kind is torch.dtype:
            return {"y": dtype_name(o)}
        if kind is torch.device:
            return {"V": str(o)}
        if kind is torch.Generator:
            return self.encode_generator(o, buffers)
        if isinstance(o, Record):
            return {"N": [o.type_name, list(o.names), self._encode_items(o, buffers, depth), o.is_tuple]}
        if isinstance(o, tuple):
            names = getattr(kind, "_fields", None)
            if not (isinstance(names, tuple) and len(names) == len(o)):  # torch.return_types and the like
                return {"u": self._encode_items(o, buffers, depth)}
            return {"N": [kind.__name__, list(names), self._encode_items(o, buffers, depth), True]}
        if is_dataclass(o) and not isinstance(o, type):
            values = {f.name: getattr(o, f.name) for f in fields(o)}
            return {"N": [kind.__name__, list(values), self._encode_items(values.values(), buffers, depth), False]}
        return self.encode_other(o, buffers, depth)

    def _encode_array(self, o: np.ndarray[Any, Any], buffers: list[memoryview]) -> Json:
        if o.dtype.kind not in _NUMPY_KINDS or o.dtype.itemsize > 16:
            raise Unsendable(f"an array of dtype {o.dtype}")
        if o.nbytes > self.limits.payload:
            raise Unsendable(f"an array of {o.nbytes} bytes")
        dtype = o.dtype.newbyteorder("<")
        flat = np.ascontiguousarray(o, dtype=dtype)
        buffers.append(memoryview(flat.reshape(-1).view(np.uint8)) if flat.size else memoryview(b""))
        head = [dtype.str, list(o.shape)]
        if not self.sends_layout or o.flags.c_contiguous or any(s < 0 or s % o.itemsize for s in o.strides):
            return {"n": head}
        return {"n": [*head, [s // o.itemsize for s in o.strides]]}

    def encode_tensor(self, t: torch.Tensor, buffers: list[memoryview]) -> Json:
        """Hook: dtype and shape; strides too where the layout is unusual."""
        buffers.append(raw_bytes(t, self.limits.payload))
        head: list[Json] = [dtype_name(t.dtype), list(t.shape)]
        return {"t": head if t.is_contiguous() else [*head, {"s": list(t.stride())}]}

    def encode_generator(self, g: torch.Generator, buffers: list[memoryview]) -> Json:
        """Hook: a generator travels as its state; the number names it so that its new state can come back."""
        buffers.append(raw_bytes(g.get_state(), self.limits.payload))
        return {"G": [buffers[-1].nbytes, 0]}

    def encode_other(self, o: Any, buffers: list[memoryview], depth: int) -> Json:
        """Hook: anything that is not a plain value."""
        raise Unsendable(f"an object of type {type(o).__name__}")

    # -- decoding --------------------------------------------------------------------------------

    def loads(self, header: bytes, payload: memoryview) -> Any:
        """Decode a frame.

        Raises:
            ProtocolError: whatever the bytes are.
        """
        if header.count(b",") + header.count(b"[") + header.count(b"{") > self.limits.nodes:
            raise ProtocolError("too many values in one frame")
        offset = 0

        def take(size: int) -> memoryview:
            nonlocal offset
            start, offset = offset, offset + size + (-size % ALIGNMENT)
            if offset > payload.nbytes:
                raise ProtocolError("the payload is shorter than the header says")
            return payload[start : start + size]

        try:
            value = self.decode(json.loads(header, parse_constant=_refuse), take, 0)
        except ProtocolError:
            raise
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RuntimeError) as error:
            # RecursionError is a RuntimeError. None of these carries anything the caller should see.
            raise ProtocolError(f"bad header: {type(error).__name__}") from None
        if offset != payload.nbytes:
            raise ProtocolError("the payload is longer than the header says")
        return value

    def decode(self, o: Json, take: Take, depth: int) -> Any:
        """The value of a JSON tree; `take(n)` gives the next n bytes of the payload."""
        kind = type(o)
        if kind is not dict and kind is not list:
            return o
        if depth > self.limits.depth:
            raise ProtocolError("nested too deeply")
        if kind is list:
            if set(map(type, o)) <= _PLAIN_OR_NUMBER:
                return o
            return [self.decode(v, take, depth + 1) for v in o]
        ((tag, v),) = o.items()
        if tag == "t":
            return self.decode_tensor(v, take)
        if tag == "u":
            return tuple(self._decode_list(v, take, depth))
        if tag == "D":
            if set(map(type, v.values())) <= _PLAIN_OR_NUMBER:
                return v
            return {key: self.decode(x, take, depth + 1) for key, x in v.items()}
        decoder = _RARE.get(tag)
        return decoder(self, v, take, depth) if decoder else self.decode_other(tag, v, take, depth)

    def _decode_list(self, v: Json, take: Take, depth: int) -> list[Any]:
        if type(v) is not list:
            raise ProtocolError("a list was expected")
        return [self.decode(x, take, depth + 1) for x in v]

    def decode_tensor(self, v: Json, take: Take) -> torch.Tensor:
        """Hook: a tensor that owns its memory as far as autograd is concerned."""
        name, shape, *rest = v
        strides = rest[0].get("s") if rest else None
        if strides is not None and not self._strides:
            raise ProtocolError("only the judge chooses memory layouts")
        return tensor_from(DTYPES[name], shape, strides, take)

    def decode_generator(self, v: Json, take: Take) -> torch.Generator:
        """Hook: a new generator in the state that was sent."""
        generator = torch.Generator()
        size, _ = v
        if type(size) is not int or not 0 <= size <= 1 << 16:
            raise ProtocolError("not a generator's state")
        generator.set_state(torch.frombuffer(bytearray(take(size)), dtype=torch.uint8))
        return generator

    def decode_other(self, tag: str, v: Json, take: Take, depth: int) -> Any:
        """Hook: tags of one side only."""
        raise ProtocolError(f"unknown tag {tag!r:.20}")


def _inside(error: Unsendable, step: str) -> Unsendable:
    return Unsendable(error.what, step + error.path)


def _refuse(constant: str) -> float:
    raise ProtocolError(f"{constant} is not JSON")


def _float(_: Codec, v: Json, take: Take, depth: int) -> float:
    return {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}[v]


def _int(_: Codec, v: Json, take: Take, depth: int) -> int:
    return int(v, 16)


def _complex(_: Codec, v: Json, take: Take, depth: int) -> complex:
    real, imag = v
    if type(real) is not str or type(imag) is not str:
        raise ProtocolError("not a complex number")
    return complex(float(real), float(imag))


def _bytes(_: Codec, v: Json, take: Take, depth: int) -> bytes:
    return bytes(take(_size(v)))


def _torch_size(_: Codec, v: Json, take: Take, depth: int) -> torch.Size:
    return torch.Size([_size(n) for n in v])


def _mapping(codec: Codec, v: Json, take: Take, depth: int) -> dict[Any, Any]:
    name, pairs = v
    out = _MAPPINGS[name]()
    for key, value in pairs:
        out[codec.decode(key, take, depth + 1)] = codec.decode(value, take, depth + 1)
    return out


def _set(codec: Codec, v: Json, take: Take, depth: int) -> set[Any] | frozenset[Any]:
    name, items = v
    values = codec._decode_list(items, take, depth)
    return {"set": set, "frozenset": frozenset}[name](values)


def _deque(codec: Codec, v: Json, take: Take, depth: int) -> deque[Any]:
    maxlen, items = v
    return deque(codec._decode_list(items, take, depth), maxlen=None if maxlen is None else _size(maxlen))


def _range(codec: Codec, v: Json, take: Take, depth: int) -> range:
    return range(*codec._decode_list(v, take, depth))


def _slice(codec: Codec, v: Json, take: Take, depth: int) -> slice:
    start, stop, step = codec._decode_list(v, take, depth)
    return slice(start, stop, step)


def _dtype(_: Codec, v: Json, take: Take, depth: int) -> torch.dtype:
    return DTYPES[v]


def _device(_: Codec, v: Json, take: Take, depth: int) -> torch.device:
    return torch.device(v)


def _array(codec: Codec, v: Json, take: Take, depth: int) -> np.ndarray[Any, Any]:
    name, shape, *strides = v
    dtype = _numpy_dtype(name)
    count = math.prod(_size(n) for n in shape)
    flat = np.frombuffer(take(count * dtype.itemsize), dtype=dtype)
    if dtype.kind == "b" and count and flat.view(np.uint8).max() > 1:
        raise ProtocolError("not a bool array")
    if not strides:
        return flat.reshape(shape)
    if not codec._strides:
        raise ProtocolError("only the judge chooses memory layouts")
    steps = [_size(s) for s in strides[0]]
    sizes = [1 if s == 0 else n for s, n in zip(steps, shape, strict=True)]
    extent = 1 + sum((n - 1) * s for n, s in zip(sizes, steps, strict=True)) if count else 0
    base = np.lib.stride_tricks.as_strided(
        np.zeros(extent, dtype), sizes, [s * dtype.itemsize for s in steps], writeable=True
    )
    base[...] = flat.reshape(shape)[tuple(slice(0, n) for n in sizes)]
    return base if sizes == shape else np.broadcast_to(base, shape)


def _numpy_scalar(_: Codec, v: Json, take: Take, depth: int) -> np.generic[Any]:
    dtype = _numpy_dtype(v)
    raw = bytes(take(dtype.itemsize))
    if dtype.kind == "b" and raw not in (b"\0", b"\1"):
        raise ProtocolError("not a bool")
    scalar: np.generic[Any] = np.frombuffer(raw, dtype=dtype)[0]
    return scalar


def _generator(codec: Codec, v: Json, take: Take, depth: int) -> torch.Generator:
    return codec.decode_generator(v, take)


def _record(codec: Codec, v: Json, take: Take, depth: int) -> Record:
    name, names, items, is_tuple = v
    values = codec._decode_list(items, take, depth)
    if type(name) is not str or len(names) != len(values) or not all(type(n) is str for n in names):
        raise ProtocolError("not a record")
    return Record(name, names, values, bool(is_tuple))


def _numpy_dtype(name: Json) -> np.dtype[Any]:
    if type(name) is not str or len(name) > 4:
        raise ProtocolError("not a dtype")
    dtype = np.dtype(name)
    if dtype.kind not in _NUMPY_KINDS or dtype.itemsize > 16 or dtype.names:
        raise ProtocolError("not a numeric dtype")
    return dtype


def _size(v: Json) -> int:
    if type(v) is not int or not 0 <= v < 1 << 40:
        raise ProtocolError("not a size")
    return v


_RARE: dict[str, Callable[[Codec, Json, Take, int], Any]] = {
    "F": _float,
    "I": _int,
    "C": _complex,
    "B": _bytes,
    "Z": _torch_size,
    "d": _mapping,
    "s": _set,
    "q": _deque,
    "r": _range,
    "S": _slice,
    "y": _dtype,
    "V": _device,
    "n": _array,
    "x": _numpy_scalar,
    "G": _generator,
    "N": _record,
}

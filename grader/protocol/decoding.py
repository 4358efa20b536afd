"""Decoders of the rarer kinds of value, by tag. Each may raise anything of `codec.MALFORMED` on malformed input."""

from __future__ import annotations

import math
import re
from collections import Counter, OrderedDict, deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from grader.errors import ProtocolError
from grader.protocol import arrays
from grader.protocol.layout import size
from grader.protocol.record import Record
from grader.protocol.tensors import DTYPES, Take

if TYPE_CHECKING:
    from grader.protocol.codec import Codec
    from grader.protocol.encoding import Json

_MAPPINGS: dict[str, Callable[[], dict[Any, Any]]] = {"dict": dict, "OrderedDict": OrderedDict, "Counter": Counter}
_SETS: dict[str, type[set[Any] | frozenset[Any]]] = {"set": set, "frozenset": frozenset}
_DEVICE = re.compile(r"(cpu|cuda|mps|meta)(:\d{1,3})?")
_GENERATOR_STATE = 1 << 16  # bytes; torch's CPU generator has 5056


def generator(v: Json, take: Take) -> torch.Generator:
    """A new generator in the state that was sent: [bytes, number]."""
    count, number = v
    if size(count) > _GENERATOR_STATE or type(number) is not int:
        raise ProtocolError("not a generator's state")
    made = torch.Generator()
    made.set_state(torch.frombuffer(bytearray(take(count)), dtype=torch.uint8))
    return made


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
    return bytes(take(size(v)))


def _torch_size(_: Codec, v: Json, take: Take, depth: int) -> torch.Size:
    return torch.Size([size(n) for n in v])


def _mapping(codec: Codec, v: Json, take: Take, depth: int) -> dict[Any, Any]:
    name, pairs = v
    out = _MAPPINGS[name]()
    for key, value in pairs:
        out[codec.decode(key, take, depth + 1)] = codec.decode(value, take, depth + 1)
    if len(out) != len(pairs):
        raise ProtocolError("a key appears twice")
    return out


def _set(codec: Codec, v: Json, take: Take, depth: int) -> set[Any] | frozenset[Any]:
    name, items = v
    return _SETS[name](codec.decode_items(items, take, depth))


def _deque(codec: Codec, v: Json, take: Take, depth: int) -> deque[Any]:
    maxlen, items = v
    return deque(codec.decode_items(items, take, depth), maxlen=None if maxlen is None else size(maxlen))


def _range(codec: Codec, v: Json, take: Take, depth: int) -> range:
    return range(*codec.decode_items(v, take, depth))


def _slice(codec: Codec, v: Json, take: Take, depth: int) -> slice:
    start, stop, step = codec.decode_items(v, take, depth)
    return slice(start, stop, step)


def _dtype(_: Codec, v: Json, take: Take, depth: int) -> torch.dtype:
    return DTYPES[v]


def _device(_: Codec, v: Json, take: Take, depth: int) -> torch.device:
    if not _DEVICE.fullmatch(v):  # torch warns of some names, and imports for others
        raise ProtocolError("not a device")
    return torch.device(v)


def _array(codec: Codec, v: Json, take: Take, depth: int) -> np.ndarray[Any, Any]:
    return arrays.decode(v, take, strides=codec.takes_strides)


def _numpy_scalar(_: Codec, v: Json, take: Take, depth: int) -> np.generic[Any]:
    return arrays.decode_scalar(v, take)


def _generator(codec: Codec, v: Json, take: Take, depth: int) -> torch.Generator:
    return codec.decode_generator(v, take)


def _record(codec: Codec, v: Json, take: Take, depth: int) -> Record:
    name, names, items, is_tuple = v
    values = codec.decode_items(items, take, depth)
    if type(name) is not str or type(names) is not list or set(map(type, names)) - {str} or len(names) != len(values):
        raise ProtocolError("not a record")
    return Record(name[:200], names, values, is_tuple is True)


RARE: dict[str, Callable[[Codec, Json, Take, int], Any]] = {
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

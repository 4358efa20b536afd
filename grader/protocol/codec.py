"""Values to JSON headers plus raw buffers, and back. Decoding builds values only, never classes of the peer.

Plain JSON values stand for themselves; everything else is an object with one key, its tag:

    F float nan/inf · I large int · C complex · B bytes · u tuple · Z torch.Size · D dict with str keys ·
    d other mapping · s set · q deque · r range · S slice · y dtype · V device · t tensor · n ndarray ·
    x numpy scalar · G generator · N record

A subclass adds what only one side knows (tags of autograd leaves, handles, callbacks) by overriding the hooks
`encode_tensor`, `encode_other`, `decode_tensor`, `decode_other`, `encode_generator`, `decode_generator`.
"""

from __future__ import annotations

import json
import math
from typing import Any

import torch

from grader.errors import ProtocolError
from grader.protocol import decoding, tensors
from grader.protocol.encoding import Encoder, Json
from grader.protocol.frames import ALIGNMENT, Limits
from grader.protocol.tensors import Take

# What reading untrusted data may raise where it is not what it should be; RecursionError is a RuntimeError.
MALFORMED = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RuntimeError, AssertionError)

_PLAIN_OR_NUMBER = frozenset({str, bool, type(None), int, float})
_ENVELOPE = 8  # levels of a message around a value


class Codec(Encoder):
    """Encodes and decodes one message at a time; stateless but for what subclasses add.

    Args:
        sends_strides: tell the peer the memory layout of tensors and arrays.
        takes_strides: let the peer choose memory layouts. Only the judge may.
    """

    def __init__(
        self, limits: Limits | None = None, *, sends_strides: bool = False, takes_strides: bool = False
    ) -> None:
        super().__init__(limits, sends_strides=sends_strides)
        self.takes_strides = takes_strides

    def loads(self, header: bytes, payload: memoryview) -> Any:
        """Decode a frame.

        Raises:
            ProtocolError: whatever the bytes are.
        """
        return self.build(self.parse(header), payload)

    def parse(self, header: bytes) -> Json:
        """The JSON tree of a header, strictly: no duplicate keys, no infinite numbers.

        Raises:
            ProtocolError: it is not JSON, or has too many values.
        """
        most = self.limits.nodes
        if len(header) > most and header.count(b",") + header.count(b"[") + header.count(b"{") > most:
            raise ProtocolError("too many values in one frame")
        try:
            return _DECODER.decode(header.decode("utf-8", "surrogatepass"))
        except MALFORMED as error:
            raise ProtocolError(f"bad header: {type(error).__name__}") from error

    def build(self, tree: Json, payload: memoryview) -> Any:
        """The value of a tree and its payload.

        Raises:
            ProtocolError: whatever the tree is.
        """
        offset = 0

        def take(size: int) -> memoryview:
            nonlocal offset
            start, offset = offset, offset + size + (-size % ALIGNMENT)
            if offset > payload.nbytes:
                raise ProtocolError("the payload is shorter than the header says")
            return payload[start : start + size]

        try:
            value = self.decode(tree, take, 0)
        except MALFORMED as error:
            raise ProtocolError(f"bad header: {type(error).__name__}") from error
        if offset != payload.nbytes:
            raise ProtocolError("the payload is longer than the header says")
        return value

    def decode(self, o: Json, take: Take, depth: int) -> Any:
        """The value of a JSON tree; `take(n)` gives the next n bytes of the payload."""
        kind = type(o)
        if kind is not dict and kind is not list:
            return o
        if depth > self.limits.depth + _ENVELOPE:
            raise ProtocolError("nested too deeply")
        if kind is list:
            if set(map(type, o)) <= _PLAIN_OR_NUMBER:
                return o
            return [self.decode(v, take, depth + 1) for v in o]
        ((tag, v),) = o.items()
        if tag == "t":
            return self.decode_tensor(v, take)
        if tag == "u":
            return tuple(self.decode_items(v, take, depth))
        if tag == "D":
            return self._decode_dict(v, take, depth)
        decoder = decoding.RARE.get(tag)
        return decoder(self, v, take, depth) if decoder else self.decode_other(tag, v, take, depth)

    def _decode_dict(self, v: Json, take: Take, depth: int) -> dict[str, Any]:
        keys, values = v
        if type(keys) is not list or set(map(type, keys)) != {str}:
            raise ProtocolError("not the keys of a dict")
        out = dict(zip(keys, self.decode_items(values, take, depth), strict=True))
        if len(out) != len(keys):
            raise ProtocolError("a key appears twice")
        return out

    def decode_items(self, v: Json, take: Take, depth: int) -> list[Any]:
        """The values of a list of trees."""
        if type(v) is not list:
            raise ProtocolError("a list was expected")
        if set(map(type, v)) <= _PLAIN_OR_NUMBER:
            return v
        return [self.decode(x, take, depth + 1) for x in v]

    def decode_tensor(self, v: Json, take: Take) -> torch.Tensor:
        """Hook: a tensor that owns its memory as far as autograd is concerned."""
        return tensors.decode(v, take, strides=self.takes_strides)

    def decode_generator(self, v: Json, take: Take) -> torch.Generator:
        """Hook: a new generator in the state that was sent."""
        return decoding.generator(v, take)

    def decode_other(self, tag: str, v: Json, take: Take, depth: int) -> Any:
        """Hook: tags of one side only."""
        raise ProtocolError(f"unknown tag {tag!r:.20}")


def _unique(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    out = dict(pairs)
    if len(out) != len(pairs):
        raise ProtocolError("a key appears twice")
    return out


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ProtocolError(f"{digits:.20} is no float")
    return value


def _refuse(constant: str) -> float:
    raise ProtocolError(f"{constant} is not JSON")


_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_float=_finite, parse_constant=_refuse)

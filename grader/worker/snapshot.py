"""Whether a call changed its arguments: they are encoded before and after, and the bytes compared."""

from __future__ import annotations

from typing import Any

import torch

from grader.errors import Unsendable
from grader.protocol import Codec
from grader.protocol.codec import Json

_COPIED = 4 << 20  # bytes; of a larger tensor only autograd's version counter is compared
_IMMUTABLE = frozenset({int, float, str, bool, type(None), complex, bytes, torch.dtype, torch.device, torch.Size, range})

Snapshot = tuple[bytes, tuple[bytes, ...]] | None


class _Snapshots(Codec):
    """A codec that never fails and never sends: what is not a plain value stands for its identity."""

    def encode_tensor(self, t: torch.Tensor, buffers: list[memoryview]) -> Json:
        if t.numel() * t.element_size() > _COPIED:
            return {"v": [id(t), t._version]}
        return super().encode_tensor(t, buffers)

    def encode_generator(self, g: torch.Generator, buffers: list[memoryview]) -> Json:
        return {"i": id(g)}  # drawing from a generator changes it; that is what it is for

    def encode_other(self, o: Any, buffers: list[memoryview], depth: int) -> Json:
        return {"i": id(o)}


_CODEC = _Snapshots()


def take(value: Any) -> Snapshot:
    """The bytes of a value, or None where there is nothing to compare."""
    if type(value) in _IMMUTABLE:
        return None
    try:
        header, buffers = _CODEC.dumps(value)
    except Unsendable:
        return None
    return header, tuple(map(bytes, buffers))


def changed(before: dict[str, Snapshot], after: dict[str, Any]) -> str | None:
    """The first argument whose bytes differ: its name, for example `args[0]`; None if none does."""
    for name, snapshot in before.items():
        if snapshot is not None and take(after[name]) != snapshot:
            return name
    return None

"""Whether a call changed its arguments: their bytes are compared before and after."""

from __future__ import annotations

import inspect
from collections.abc import Container
from typing import Any

import numpy as np
import torch
from torch import nn

from grader.errors import Unsendable
from grader.protocol import Codec
from grader.protocol.encoding import Json
from grader.protocol.tensors import same_bytes

_COPIED = 4 << 20  # bytes; of a larger tensor a sum and autograd's version counter are compared
_IMMUTABLE = frozenset(
    {int, float, str, bool, type(None), complex, bytes, torch.dtype, torch.device, torch.Size, range}
)


def argument_name(function: Any, path: str) -> str:
    """`args[2]` as the function's own signature calls it; as it is where that does not say."""
    try:
        parameters = list(inspect.signature(function).parameters.values())
        parameter = parameters[int(path.removeprefix("args[").removesuffix("]"))]
        return path if parameter.kind is parameter.VAR_POSITIONAL else parameter.name
    except BaseException:  # noqa: BLE001 - a keyword, a built-in, or whatever the student made of the function
        return path


class Snapshots(Codec):
    """Takes snapshots of arguments. Nothing is sent: what is no plain value stands for its identity.

    Args:
        own: ids of the student's own objects, passed by handle: changing those is what methods are for.
    """

    def __init__(self, own: Container[int]) -> None:
        super().__init__()
        self._own = own

    def take(self, value: Any) -> Any:
        """What `value` looks like now; None where there is nothing that could change."""
        kind = type(value)
        if kind in _IMMUTABLE or id(value) in self._own:
            return None
        if kind is torch.Tensor and value.nbytes <= _COPIED:  # the usual case
            return value.detach().clone()
        try:
            header, buffers = self.dumps(value)
        except Unsendable:
            return None
        return header, tuple(map(bytes, buffers))

    def changed(self, before: dict[str, Any], after: dict[str, Any]) -> str | None:
        """The first argument that differs from its snapshot: its name, for example `args[0]`; None if none does."""
        for name, snapshot in before.items():
            if isinstance(snapshot, torch.Tensor):
                if not same_bytes(after[name].detach(), snapshot):
                    return name
            elif snapshot is not None and self.take(after[name]) != snapshot:
                return name
        return None

    def encode(self, o: Any, buffers: list[memoryview], depth: int) -> Json:
        if id(o) in self._own and type(o) not in _IMMUTABLE:
            return {"i": id(o)}
        return super().encode(o, buffers, depth)

    def encode_tensor(self, t: torch.Tensor, buffers: list[memoryview]) -> Json:
        if isinstance(t, nn.Parameter):  # the judge's arrive as plain tensors: this one is the student's own
            return {"i": id(t)}
        if t.nbytes > _COPIED:
            return {"v": [id(t), t._version, _sum(t)]}
        return super().encode_tensor(t, buffers)

    def encode_generator(self, g: torch.Generator, buffers: list[memoryview]) -> Json:
        return {"i": id(g)}  # drawing from a generator changes it; that is what it is for

    def encode_other(self, o: Any, buffers: list[memoryview], depth: int) -> Json:
        return {"i": id(o)}


def _sum(t: torch.Tensor) -> int:
    """A checksum of a large tensor's memory that costs less than copying it; finds what numpy wrote through."""
    if not t.is_contiguous():
        return 0
    flat = t.detach().reshape(-1).view(torch.uint8).numpy()
    return int(flat[: flat.size & ~7].view(np.int64).sum())

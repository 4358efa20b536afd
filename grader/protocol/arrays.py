"""numpy arrays and scalars as raw bytes, told apart from tensors and with their dtype kept."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from grader.errors import ProtocolError, Unsendable
from grader.protocol import layout
from grader.protocol.tensors import Take

_KINDS = frozenset("biufc")
# A closed table: numpy reads much more into a string than a dtype's name.
_DTYPES: dict[str, np.dtype[Any]] = {
    name: np.dtype(name)
    for name in (np.dtype(code).newbyteorder("<").str for code in "?bhilqBHILQefdgFD")  # no complex long double
}


def sendable(dtype: np.dtype[Any]) -> bool:
    """Whether elements of this dtype can travel (numbers and bools do)."""
    return dtype.kind in _KINDS and dtype.newbyteorder("<").str in _DTYPES


def encode(a: np.ndarray[Any, Any], cap: int, *, strides: bool) -> tuple[list[Any], memoryview]:
    """Header and bytes: dtype, shape and, where asked for and unusual, strides in elements.

    Raises:
        Unsendable: not an array of numbers, or more than `cap` bytes.
    """
    if not sendable(a.dtype):
        raise Unsendable(f"an array of dtype {a.dtype}")
    shape, width = list(a.shape), a.dtype.itemsize
    steps: list[int] = []
    if strides and not a.flags.c_contiguous and not any(s % width for s in a.strides):
        steps = [s // width for s in a.strides]
        if layout.worth_keeping(shape, steps):
            a = a[tuple(slice(0, 1) if s == 0 else slice(None) for s in steps)]
        else:
            steps = []
    if a.nbytes > cap:
        raise Unsendable(f"an array of {a.nbytes} bytes")
    dtype = a.dtype.newbyteorder("<")
    flat = np.ascontiguousarray(a, dtype=dtype).reshape(-1).view(np.uint8)
    if dtype.kind == "b":
        flat = (flat != 0).view(np.uint8)  # memory that was never written holds other bytes than 0 and 1
    buffer: Any = flat
    return [dtype.str, shape, steps] if steps else [dtype.str, shape], memoryview(buffer if flat.size else b"")


def decode(head: Any, take: Take, *, strides: bool) -> np.ndarray[Any, Any]:
    """A writable array over the next bytes of the payload.

    Raises:
        ProtocolError, KeyError, TypeError, ValueError: the head is malformed, or the payload too short.
    """
    name, shape, *steps = head
    dtype, shape = _DTYPES[name], layout.check_shape(shape)
    if not steps:
        flat = np.frombuffer(take(math.prod(shape) * dtype.itemsize), dtype=dtype)
        _check_bools(flat)
        return flat.reshape(shape)
    if not strides:
        raise ProtocolError("only the judge chooses memory layouts")
    step = layout.check_strides(shape, *steps)
    sizes = layout.packed_sizes(shape, step)
    packed = np.frombuffer(take(math.prod(sizes) * dtype.itemsize), dtype=dtype)
    _check_bools(packed)
    memory = layout.spread(packed, sizes, step)
    return np.lib.stride_tricks.as_strided(
        memory, shape, [s * dtype.itemsize for s in step], writeable=sizes == list(shape)
    )


def encode_scalar(x: np.generic[Any]) -> tuple[str, memoryview]:
    """dtype and bytes of a numpy scalar."""
    return x.dtype.newbyteorder("<").str, memoryview(x.astype(x.dtype.newbyteorder("<")).tobytes())


def decode_scalar(name: Any, take: Take) -> np.generic[Any]:
    """A numpy scalar; raises as `decode`."""
    dtype = _DTYPES[name]
    one = np.frombuffer(bytes(take(dtype.itemsize)), dtype=dtype)
    _check_bools(one)
    scalar: np.generic[Any] = one[0]
    return scalar


def _check_bools(a: np.ndarray[Any, Any]) -> None:
    if a.dtype.kind == "b" and a.size and a.view(np.uint8).max() > 1:
        raise ProtocolError("not a bool array")

"""Tensors as raw bytes: what travels, and how memory becomes a tensor again."""

from __future__ import annotations

import ctypes
import math
import sys
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch

from grader.errors import ProtocolError, Unsendable
from grader.protocol import layout

_NAMES = (  # not complex32, of which torch warns
    "float64 float32 float16 bfloat16 complex128 complex64 int64 int32 int16 int8 uint8 uint16 uint32 uint64 bool "
    "float8_e4m3fn float8_e5m2"
)
DTYPES: dict[str, torch.dtype] = {name: getattr(torch, name) for name in _NAMES.split() if hasattr(torch, name)}
_NAME_OF = {dtype: name for name, dtype in DTYPES.items()}
# What numpy knows, too: the same memory becomes a tensor or bytes in one step. Not bool, whose bytes are checked.
_NUMPY: dict[torch.dtype, np.dtype[Any]] = {DTYPES[t.name]: t for t in map(np.dtype, "dfeDFqihbB") if t.name in DTYPES}
_OWN_TYPES = frozenset({torch.Tensor, torch.nn.Parameter})

Take = Callable[[int], memoryview]


def dtype_name(dtype: torch.dtype) -> str:
    """The wire's name of a dtype; Unsendable for one that no homework uses (quantized ones)."""
    try:
        return _NAME_OF[dtype]
    except KeyError:
        raise Unsendable(f"a value of dtype {dtype}") from None


def plain(t: torch.Tensor) -> torch.Tensor:
    """The tensor without its subclass, whose overrides must see nothing of what we do and may lie about its shape."""
    if type(t) in _OWN_TYPES:
        return t
    with torch._C.DisableTorchFunctionSubclass():
        return torch.Tensor.as_subclass(t, torch.Tensor)


def encode(t: torch.Tensor, cap: int, *, strides: bool) -> tuple[list[Any], memoryview]:
    """Header and bytes of a tensor without overrides: dtype, shape and, where asked for and unusual, strides.

    Raises:
        Unsendable: not a dense tensor with values, or more than `cap` bytes.
    """
    name, shape = dtype_name(t.dtype), list(t.shape)
    if strides and t.layout is torch.strided and not t.is_contiguous() and layout.worth_keeping(shape, t.stride()):
        steps = list(t.stride())
        for dimension, step in enumerate(steps):
            if step == 0:
                t = t.narrow(dimension, 0, 1)
        return [name, shape, steps], raw_bytes(t, cap)
    return [name, shape], raw_bytes(t, cap)


def raw_bytes(t: torch.Tensor, cap: int) -> memoryview:
    """The elements in row-major order; shares memory with `t` where it can.

    Raises:
        Unsendable: not a dense CPU-copyable tensor, or more than `cap` bytes (checked before copying, so an
            expanded tensor of 10¹² elements costs nothing).
    """
    usual = t.dtype in _NUMPY and t.is_cpu and t.layout is torch.strided and 0 < t.nbytes <= cap
    if usual and t.is_contiguous() and not (t.is_conj() or t.is_neg()):  # the steps below, in a quarter of the time
        return memoryview(t.detach().numpy()).cast("B")  # type: ignore[arg-type]
    if t.layout is not torch.strided:
        raise Unsendable(f"a tensor with layout {t.layout} (only dense tensors are sent)")
    if t.device.type == "meta":
        raise Unsendable("a tensor on the meta device, which has no values")
    count = t.numel()
    if count * t.element_size() > cap:
        raise Unsendable(f"a tensor of {count * t.element_size()} bytes")
    if not count:
        return memoryview(b"")
    dense = t.detach().cpu().resolve_conj().resolve_neg().contiguous()
    # Not reshape(-1): size-1 dimensions may carry any stride, which the view as bytes would refuse.
    flat = dense.as_strided((count,), (1,)).view(torch.uint8)
    if t.dtype is torch.bool:
        flat = flat.ne(0).view(torch.uint8)  # memory that was never written holds other bytes than 0 and 1
    array: Any = flat.numpy()
    return memoryview(array)


def decode(head: Any, take: Take, *, strides: bool) -> torch.Tensor:
    """A tensor that is no view, over the next bytes of the payload.

    Args:
        head: untrusted [dtype, shape] or [dtype, shape, strides].
        strides: whether the peer may choose a memory layout.

    Raises:
        ProtocolError, KeyError, TypeError, ValueError: the head is malformed, or the payload too short.
    """
    name, shape, *steps = head
    dtype, shape = DTYPES[name], layout.check_shape(shape)
    if steps:
        if not strides:
            raise ProtocolError("only the judge chooses memory layouts")
        return _laid_out(dtype, shape, layout.check_strides(shape, *steps), take)
    count = math.prod(shape)
    memory = take(count * dtype.itemsize)
    if not count:
        return torch.empty(shape, dtype=dtype)
    if (known := _NUMPY.get(dtype)) is not None:
        return torch.from_numpy(np.ndarray(shape, known, memory))
    _check_bools(dtype, memory)
    return _over(memory, dtype, shape, _row_major(shape))


def _laid_out(dtype: torch.dtype, shape: list[int], steps: list[int], take: Take) -> torch.Tensor:
    sizes = layout.packed_sizes(shape, steps)
    packed = take(math.prod(sizes) * dtype.itemsize)
    _check_bools(dtype, packed)
    # numpy moves the bytes; it need not know what they mean (bfloat16).
    memory = layout.spread(np.frombuffer(packed, dtype=f"V{dtype.itemsize}"), sizes, steps)
    return _over(memoryview(memory.view(np.uint8)), dtype, shape, steps)  # type: ignore[arg-type]


def _over(memory: memoryview, dtype: torch.dtype, shape: Sequence[int], strides: Sequence[int]) -> torch.Tensor:
    storage = torch.frombuffer(memory, dtype=dtype).untyped_storage()
    return torch.empty(0, dtype=dtype).set_(storage, 0, shape, strides)


def _check_bools(dtype: torch.dtype, memory: memoryview) -> None:
    if dtype is torch.bool and np.frombuffer(memory, dtype=np.uint8).max() > 1:
        raise ProtocolError("not a bool tensor")


def _row_major(shape: Sequence[int]) -> tuple[int, ...]:
    strides, step = [], 1
    for n in reversed(shape):
        strides.append(step)
        step *= max(n, 1)
    return tuple(reversed(strides))


def same_bytes(a: torch.Tensor, b: torch.Tensor) -> bool:
    """Whether two tensors hold the same bits: tells −0.0 from 0.0 and finds equal NaNs, as torch.equal does not."""
    if a.dtype is not b.dtype or a.shape != b.shape:
        return False
    if not a.is_contiguous():
        a = a.detach().contiguous()
    if not b.is_contiguous():
        b = b.detach().contiguous()
    return bool(_memcmp(a.data_ptr(), b.data_ptr(), a.nbytes) == 0)


_memcmp = (ctypes.cdll.msvcrt if sys.platform == "win32" else ctypes.CDLL(None)).memcmp
_memcmp.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t]
_memcmp.restype = ctypes.c_int

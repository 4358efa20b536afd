"""Tensors as raw bytes: what travels, and how memory becomes a tensor again."""

from __future__ import annotations

import ctypes
import math
import sys
from collections.abc import Callable, Sequence
from typing import Any

import torch

from grader.errors import ProtocolError, Unsendable

_NAMES = (
    "float64 float32 float16 bfloat16 complex128 complex64 complex32 int64 int32 int16 int8 uint8 uint16 uint32 "
    "uint64 bool float8_e4m3fn float8_e5m2"
)
DTYPES: dict[str, torch.dtype] = {name: getattr(torch, name) for name in _NAMES.split() if hasattr(torch, name)}
_NAME_OF = {dtype: name for name, dtype in DTYPES.items()}
_MAX_DIMS = 32
_MAX_DIM = 1 << 40


def dtype_name(dtype: torch.dtype) -> str:
    """The wire's name of a dtype; Unsendable for one that no homework uses (quantized ones)."""
    try:
        return _NAME_OF[dtype]
    except KeyError:
        raise Unsendable(f"a value of dtype {dtype}") from None


def raw_bytes(t: torch.Tensor, cap: int) -> memoryview:
    """The elements in row-major order; shares memory with `t` where it can.

    Raises:
        Unsendable: not a dense CPU-copyable tensor, or more than `cap` bytes (checked before copying, so an
            expanded tensor of 10¹² elements costs nothing).
    """
    dtype_name(t.dtype)
    if t.layout != torch.strided:
        raise Unsendable(f"a tensor with layout {t.layout} (only dense tensors are sent)")
    if t.device.type == "meta":
        raise Unsendable("a tensor on the meta device, which has no values")
    if t.numel() * t.element_size() > cap:
        raise Unsendable(f"a tensor of {t.numel() * t.element_size()} bytes")
    if not t.numel():
        return memoryview(b"")
    # as_subclass: a subclass's __torch_function__ must not see what we do.
    dense = t.detach().as_subclass(torch.Tensor).cpu().resolve_conj().resolve_neg().contiguous()
    if dense.dim() == 0 or dense.stride() != _row_major(dense.shape):
        # size-1 dimensions may carry any stride, which view(uint8) refuses
        dense = dense.as_strided(dense.shape, _row_major(dense.shape))
    return memoryview(dense.reshape(-1).view(torch.uint8).numpy())


def tensor_from(
    dtype: torch.dtype, shape: Any, strides: Any | None, take: Callable[[int], memoryview]
) -> torch.Tensor:
    """A tensor that is no view, over the next bytes of the payload.

    Args:
        shape: untrusted list of sizes.
        strides: untrusted list of strides in elements, or None for row-major. A stride of 0 (an expanded
            dimension) is rebuilt as one copy expanded again.
    """
    if type(shape) is not list or len(shape) > _MAX_DIMS:
        raise ProtocolError("not a shape")
    if not all(type(n) is int and 0 <= n < _MAX_DIM for n in shape):
        raise ProtocolError("not a shape")
    count = math.prod(shape)
    if not count and math.prod(n for n in shape if n) >= _MAX_DIM:
        raise ProtocolError("not a shape")
    memory = take(count * dtype.itemsize)
    if not count:
        return torch.empty(shape, dtype=dtype)
    if dtype is torch.bool and torch.frombuffer(memory, dtype=torch.uint8).max() > 1:
        raise ProtocolError("not a bool tensor")
    storage = torch.frombuffer(memory, dtype=dtype).untyped_storage()
    dense = torch.empty(0, dtype=dtype).set_(storage, 0, shape, _row_major(shape))
    return dense if strides is None else _laid_out(dense, shape, strides)


def _laid_out(dense: torch.Tensor, shape: list[int], strides: Any) -> torch.Tensor:
    if len(strides) != len(shape) or not all(type(s) is int and 0 <= s < _MAX_DIM for s in strides):
        raise ProtocolError("not strides")
    sizes = [1 if s == 0 else n for n, s in zip(shape, strides, strict=True)]
    small = torch.empty_strided(sizes, strides, dtype=dense.dtype)
    small.copy_(dense[tuple(slice(0, n) for n in sizes)])
    return small if sizes == shape else small.expand(shape)


def _row_major(shape: Sequence[int]) -> tuple[int, ...]:
    strides, step = [], 1
    for n in reversed(shape):
        strides.append(step)
        step *= max(n, 1)
    return tuple(reversed(strides))



def same_bytes(a: torch.Tensor, b: torch.Tensor) -> bool:
    """Whether two tensors hold the same bits: tells −0.0 from 0.0 and finds equal NaNs, as torch.equal does not."""
    if a.dtype != b.dtype or a.shape != b.shape:
        return False
    if not a.numel():
        return True
    a, b = a.detach().contiguous(), b.detach().contiguous()
    return memory_equal(a.data_ptr(), b.data_ptr(), a.numel() * a.element_size())


def memory_equal(a: int, b: int, size: int) -> bool:
    """Whether `size` bytes at addresses `a` and `b` are the same."""
    return bool(_memcmp(a, b, size) == 0)


_memcmp = (ctypes.cdll.msvcrt if sys.platform == "win32" else ctypes.CDLL(None)).memcmp
_memcmp.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t]
_memcmp.restype = ctypes.c_int

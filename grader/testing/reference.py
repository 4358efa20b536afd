"""The reference, evaluated in float64: same names as the student's, run locally."""

from __future__ import annotations

import inspect
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import nn

from grader.student.local import LocalStudent

_NARROW_TORCH = {torch.float32, torch.float16, torch.bfloat16}
_WIDER_TORCH = {torch.complex64: torch.complex128, **dict.fromkeys(_NARROW_TORCH, torch.float64)}
_NARROW_NUMPY = {np.dtype(np.float32): np.float64, np.dtype(np.float16): np.float64}


class _Array(np.ndarray[Any, Any]):
    """A float64 array that remembers which dtype the answer should have."""

    native: np.dtype[Any] | None = None
    own_error: float | None = None

    def __array_finalize__(self, parent: Any) -> None:
        self.native = getattr(parent, "native", None)
        self.own_error = getattr(parent, "own_error", None)


class Reference(LocalStudent):
    """Functions are evaluated in float64 whatever precision their arguments have.

    The dtype that the answer should have is kept with it (`native_dtype`). Functions that draw random numbers,
    take callables or modules, and classes run as they are: other precision would mean other draws.
    """

    def __getattr__(self, name: str) -> Any:
        value = super().__getattr__(name)
        return Exact(value) if inspect.isfunction(value) else value


class Exact:
    """A reference function in float64. `__wrapped__` is the plain one."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.__wrapped__ = function

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        inside = _leaves([args, kwargs])
        narrow = any(_narrow(v) for v in inside)
        if not narrow or any(isinstance(v, (torch.Generator, nn.Module)) or callable(v) for v in inside):
            return self.__wrapped__(*args, **kwargs)
        native = self.__wrapped__(*_copied(args), **_copied(kwargs))
        exact = self.__wrapped__(*_widened(args), **_widened(kwargs))
        return _labelled(exact, native)


def native_dtype(expected: Any) -> Any:
    """The dtype that a student's answer should have where `expected` is the reference's."""
    if isinstance(expected, torch.Tensor):
        return getattr(expected, "_native_dtype", expected.dtype)
    native = getattr(expected, "native", None)
    return expected.dtype if native is None else native


def own_error(expected: Any) -> float | None:
    """The largest error of the reference itself in 16 bits, against float64; None where that is not known."""
    if isinstance(expected, torch.Tensor):
        return getattr(expected, "_own_error", None)
    return getattr(expected, "own_error", None)


def _error_of(native: torch.Tensor, exact: torch.Tensor) -> float | None:
    """The largest error of 16-bit values, entries that overflowed left out; None for other dtypes."""
    if native.dtype not in (torch.float16, torch.bfloat16) or native.shape != exact.shape:
        return None
    error = (native.detach().double() - exact.detach()).abs()
    error = error[torch.isfinite(error)]
    return float(error.max()) if error.numel() else None


def _narrow(v: Any) -> bool:
    if isinstance(v, torch.Tensor):
        return v.dtype in _WIDER_TORCH
    return isinstance(v, np.ndarray) and v.dtype in _NARROW_NUMPY


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, (list, tuple)):
        return [leaf for v in value for leaf in _leaves(v)]
    if isinstance(value, dict):
        return [leaf for v in value.values() for leaf in _leaves(v)]
    return [value]


def mapped(value: Any, f: Callable[[Any], Any]) -> Any:
    """The same lists, tuples and dicts with `f` of what is in them."""
    if type(value) in (list, tuple) or hasattr(value, "_fields"):
        return _rebuilt(value, [mapped(v, f) for v in value])
    if type(value) in (dict, OrderedDict):
        return type(value)((k, mapped(v, f)) for k, v in value.items())
    return f(value)


def _rebuilt(value: Any, items: list[Any]) -> Any:
    """A list, tuple or namedtuple like `value`, with these items."""
    return value._make(items) if hasattr(value, "_fields") else type(value)(items)


def _copied(value: Any) -> Any:
    return mapped(value, lambda v: v.detach().clone() if isinstance(v, torch.Tensor) else v)


def _widened(value: Any) -> Any:
    def widen(v: Any) -> Any:
        if isinstance(v, torch.Tensor):
            return v.detach().to(_WIDER_TORCH.get(v.dtype, v.dtype))
        return v.astype(np.float64) if isinstance(v, np.ndarray) and v.dtype in _NARROW_NUMPY else v

    return mapped(value, widen)


def labelled(value: Any, native: Any, error: float | None) -> Any:
    """`value`, knowing the dtype that an answer should have and the reference's own error."""
    if isinstance(value, torch.Tensor):
        value._native_dtype = native  # type: ignore[attr-defined]
        value._own_error = error  # type: ignore[attr-defined]
        return value
    array = np.asarray(value).view(_Array)
    array.native, array.own_error = native, error
    return array


def _labelled(exact: Any, native: Any) -> Any:
    """The exact values, each knowing the dtype of its native twin."""
    if isinstance(exact, torch.Tensor) and isinstance(native, torch.Tensor):
        return labelled(exact, native.dtype, _error_of(native, exact))
    if isinstance(exact, np.ndarray) and isinstance(native, np.ndarray):
        error = None
        if native.dtype == np.float16:
            error = _error_of(torch.from_numpy(np.array(native)), torch.from_numpy(np.array(exact)))
        return labelled(exact, native.dtype, error)
    if isinstance(exact, (list, tuple)) and len(exact) == len(native):
        return _rebuilt(exact, [_labelled(e, n) for e, n in zip(exact, native, strict=True)])
    if type(exact) in (dict, OrderedDict):
        return type(exact)((k, _labelled(v, native.get(k))) for k, v in exact.items())
    return exact

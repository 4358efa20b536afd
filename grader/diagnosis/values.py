"""Compared values as flat lists of plain arrays, and whether two of them are the same answer."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

Array = np.ndarray[Any, np.dtype[Any]]
LARGEST = 1 << 16  # elements of one leaf; what is larger is not explained
MOST = 200  # leaves
_DEPTH = 6
_FLOOR = {"float64": 1e-13, "complex128": 1e-13}
_FLOOR_SINGLE = 1e-8


@dataclass(frozen=True, eq=False)
class Numbers:
    """A tensor, an array or a number.

    Attributes:
        kind: "tensor", "array" or "number". dtype: its name without the library's, or that the answer should have.
        data: the values: bool, int64, float64 or complex128.
    """

    kind: str
    dtype: str
    data: Array


Leaf = Numbers | str
Leaves = tuple[tuple[str, Leaf], ...]  # (name, value) in the order in which they are compared


def leaves(value: Any, what: str | Sequence[str], dtype_of: Callable[[Any], Any] | None = None) -> Leaves | None:
    """The parts of a compared value, or None where it is too large, too deep, or holds something else.

    Args:
        what: what the value is called; for a tuple or list, a name per element.
        dtype_of: the dtype that an answer should have; by default its own.
    """
    found: list[tuple[str, Leaf]] = []

    def visit(item: Any, name: str | Sequence[str], depth: int) -> bool:
        if depth > _DEPTH or len(found) > MOST:
            return False
        if isinstance(item, (tuple, list)):
            names = [f"{name}[{i}]" for i in range(len(item))] if isinstance(name, str) else list(name)
            names += [f"[{i}]" for i in range(len(names), len(item))]
            return all(visit(v, n, depth + 1) for v, n in zip(item, names, strict=False))
        plain = name if isinstance(name, str) else "(" + ", ".join(name) + ")"
        if isinstance(item, Mapping):
            return all(visit(v, f"{plain}[{k!r}]", depth + 1) for k, v in item.items())
        leaf = _leaf(item, dtype_of)
        if leaf is None:
            return False
        found.append((plain, leaf))
        return True

    return tuple(found) if visit(value, what, 0) else None


def _leaf(value: Any, dtype_of: Callable[[Any], Any] | None) -> Leaf | None:
    if isinstance(value, torch.Tensor):
        if value.numel() > LARGEST or value.is_sparse or value.is_quantized:
            return None
        dtype = str(value.dtype if dtype_of is None else dtype_of(value)).removeprefix("torch.")
        plain = value.detach().cpu()
        wide = plain.double() if plain.is_floating_point() else plain
        return Numbers("tensor", dtype, _wide(wide.resolve_conj().resolve_neg().numpy()))
    if isinstance(value, np.ndarray):
        if value.size > LARGEST or value.dtype.kind not in "biufc":
            return None
        return Numbers("array", str(value.dtype if dtype_of is None else dtype_of(value)), _wide(value))
    if isinstance(value, (bool, int, float, complex, np.generic)):
        if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > 62:
            return None
        data = np.asarray(value)
        return Numbers("number", data.dtype.kind, _wide(data)) if data.dtype.kind in "biufc" else None
    return repr(value) if value is None or isinstance(value, (str, bytes)) else None


def _wide(data: Array) -> Array:
    """A copy in the widest dtype of its kind, without negative zeros: bytes of equal answers are equal."""
    kind = {"b": np.bool_, "i": np.int64, "u": np.int64, "c": np.complex128}.get(data.dtype.kind, np.float64)
    wide: Array = np.array(data, dtype=kind)
    if wide.dtype.kind in "fc":
        wide += 0.0
    return wide


def allowed(data: Array, expected: Array, dtype: str, tau: float) -> Any:
    """How far each entry may be off: τ·(rms + |expected|), as `grader.numerics` has it; 0 for integers and bools."""
    if data.dtype.kind not in "fc":
        return 0.0
    size = np.abs(expected)
    top = float(size.max()) if size.size else 0.0
    rms = top * math.sqrt(float(np.mean((size / top) ** 2))) if top > 0 and math.isfinite(top) else top
    return tau * (rms + size) + _FLOOR.get(dtype, _FLOOR_SINGLE)


def close(data: Array, expected: Array, dtype: str, tau: float) -> Any:
    """Which entries agree; NaN with NaN, infinities with themselves."""
    if data.dtype.kind not in "fc" and expected.dtype.kind not in "fc":
        return data == expected
    with np.errstate(all="ignore"):
        special = ~np.isfinite(expected)
        plain = np.where(special, 0, expected)
        near = np.abs(np.where(special, 0, data) - plain) <= allowed(data, plain, dtype, tau)
        same = (data == expected) | (np.isnan(data) & np.isnan(expected))
    return np.where(special, same, near)


def agreement(one: Leaves, other: Leaves, tau: float) -> bool:
    """Whether two answers are the same in structure, type, dtype, shape and, within τ, in value."""
    if len(one) != len(other):
        return False
    for (_, a), (_, b) in zip(one, other, strict=True):
        if isinstance(a, str) or isinstance(b, str):
            if a != b or type(a) is not type(b):
                return False
        elif (
            a.kind != b.kind
            or a.dtype != b.dtype
            or a.data.shape != b.data.shape
            or not bool(np.all(close(a.data, b.data, a.dtype, tau)))
        ):
            return False
    return True

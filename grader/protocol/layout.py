"""Shapes and memory layouts as they travel: validated, with expanded dimensions as one copy.

An expanded dimension has stride 0; its elements travel once and are expanded again on the other side.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.errors import ProtocolError

_MAX_DIMS = 32
_MAX_SIZE = 1 << 40
_SLACK = 4096  # elements
_MAX_GAPS = 16  # how many times larger than its elements a layout may be


def size(v: Any) -> int:
    """A checked length, size or stride.

    Raises:
        ProtocolError: it is none.
    """
    if type(v) is not int or not 0 <= v < _MAX_SIZE:
        raise ProtocolError("not a size")
    return v


def check_shape(shape: Any) -> list[int]:
    """A checked shape.

    Raises:
        ProtocolError: it is none, or an empty one whose other sizes multiply to something absurd.
    """
    if type(shape) is not list or len(shape) > _MAX_DIMS:
        raise ProtocolError("not a shape")
    if 0 in shape and math.prod(n for n in shape if type(n) is int and n) >= _MAX_SIZE:
        raise ProtocolError("not a shape")
    return [size(n) for n in shape]


def packed_sizes(shape: Sequence[int], strides: Sequence[int]) -> list[int]:
    """The shape without its expanded dimensions: what travels."""
    return [1 if s == 0 else n for n, s in zip(shape, strides, strict=True)]


def extent(sizes: Sequence[int], strides: Sequence[int]) -> int:
    """How many elements lie between the first and the last of a layout, both counted."""
    return 1 + sum((n - 1) * s for n, s in zip(sizes, strides, strict=True))


def worth_keeping(shape: Sequence[int], strides: Sequence[int]) -> bool:
    """Whether a layout (strides in elements) shall travel: not one thin slice of something huge."""
    if 0 in shape or any(s < 0 for s in strides):
        return False
    sizes = packed_sizes(shape, strides)
    return extent(sizes, strides) <= _MAX_GAPS * math.prod(sizes) + _SLACK


def spread(packed: np.ndarray[Any, Any], sizes: Sequence[int], strides: Sequence[int]) -> np.ndarray[Any, Any]:
    """One-dimensional memory in which `packed`'s elements lie at the given strides (in elements)."""
    width = packed.dtype.itemsize
    memory = np.zeros(extent(sizes, strides), packed.dtype)
    # The layout may overlap itself (a sliding window); every copy of an element has the same value.
    np.lib.stride_tricks.as_strided(memory, sizes, [s * width for s in strides])[...] = packed.reshape(sizes)
    return memory


def check_strides(shape: Sequence[int], strides: Any) -> list[int]:
    """Checked strides for a shape.

    Raises:
        ProtocolError: they are none, or the layout is absurdly large.
    """
    if type(strides) is not list or len(strides) != len(shape):
        raise ProtocolError("not strides")
    checked = [size(s) for s in strides]
    if not worth_keeping(shape, checked):
        raise ProtocolError("not strides")
    return checked

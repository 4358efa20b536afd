"""Values as JSON and a list of tensors, so that two of them can be compared in two steps: form first, numbers after.

The form holds everything but floating-point numbers and the entries of tensors. Those may differ in their last bits on
another machine, where the inputs of a check are drawn anew.
"""

from __future__ import annotations

import collections
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch

from grader.testing.reference import labelled, native_dtype, own_error

Tree = Any  # JSON
# How far apart two inputs may be, relative to the largest entry, and still be the same one. A step of a difference
# quotient is larger.
_NEAR = {
    torch.float64: 1e-11,
    torch.float32: 1e-5,
    torch.float16: 4e-3,
    torch.bfloat16: 3e-2,
    torch.complex64: 1e-5,
}
_NUMPY = frozenset({"float64", "float32", "float16", "int64", "int32", "int16", "int8", "uint8", "bool"})
_TUPLES: dict[tuple[str, tuple[str, ...]], type] = {}


class Unrecordable(Exception):
    """A value that a recording cannot hold."""


@dataclass
class Packed:
    """A value: its form, and the numbers in it in the order in which the form names them.

    `originals`: what each of the numbers was.
    """

    form: Tree = None
    tensors: list[torch.Tensor] = field(default_factory=list)
    originals: list[Any] = field(default_factory=list)


def pack(value: Any, other: Callable[[Any], Tree]) -> Packed:
    """`value` in parts; what is no plain value is left to `other`.

    Raises:
        Unrecordable
    """
    packed = Packed()
    packed.form = _form(value, packed, other)
    return packed


def _form(value: Any, packed: Packed, other: Callable[[Any], Tree]) -> Tree:
    def inside(items: Any) -> list[Tree]:
        return [_form(v, packed, other) for v in items]

    def numbers(kind: str, tensor: torch.Tensor, *more: Tree) -> Tree:
        packed.tensors.append(tensor)
        packed.originals.append(value)
        return [kind, str(tensor.dtype).removeprefix("torch."), list(tensor.shape), *more]

    if value is None or isinstance(value, (bool, str)) or type(value) is int:
        return value
    if type(value) is float:
        return numbers("float", torch.tensor(value, dtype=torch.float64))
    if isinstance(value, torch.Tensor):
        return numbers("tensor", value.detach().clone(), *_labels(value))
    if isinstance(value, np.ndarray) and str(value.dtype) in _NUMPY:
        return numbers("array", torch.from_numpy(np.array(value)), *_labels(value))
    if isinstance(value, np.generic) and str(value.dtype) in _NUMPY:
        return numbers("scalar", torch.from_numpy(np.array(value)))
    if isinstance(value, torch.Size):
        return ["size", *value]
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return ["named", type(value).__name__, list(value._fields), *inside(value)]
    if type(value) in (list, tuple):
        return [type(value).__name__, *inside(value)]
    if type(value) in (dict, OrderedDict):
        return [type(value).__name__, *[inside(pair) for pair in value.items()]]
    if isinstance(value, (set, frozenset)):
        return [type(value).__name__, *inside(sorted(value, key=repr))]
    if isinstance(value, (range, slice)):
        return [type(value).__name__, value.start, value.stop, value.step]
    if isinstance(value, complex):
        return ["complex", value.real, value.imag]
    if type(value) is bytes:
        return ["bytes", value.hex()]
    if isinstance(value, torch.dtype):
        return ["dtype", str(value).removeprefix("torch.")]
    if isinstance(value, torch.Generator):
        return numbers("generator", value.get_state())
    return other(value)


def _labels(value: Any) -> list[Tree]:
    """The dtype that an answer should have, and the reference's own error, where they are more than the value tells."""
    native, error = native_dtype(value), own_error(value)
    if native == value.dtype and error is None:
        return []
    return [str(native).removeprefix("torch."), error]


def unpack(
    form: Tree,
    tensors: Sequence[torch.Tensor],
    other: Callable[[Tree], Any],
    twins: Mapping[int, torch.Tensor] | None = None,
) -> Any:
    """The value again, its memory its own; forms that `pack` left to another are handed to `other`.

    Args:
        twins: what to take for the tensors of these numbers.
    """
    numbers = iter(enumerate(tensors))

    def value(part: Tree) -> Any:
        if not isinstance(part, list):
            return part
        kind, *rest = part
        if kind in ("float", "tensor", "array", "scalar", "generator"):
            number, tensor = next(numbers)
            return twins[number] if twins and number in twins else _numbers(kind, tensor, rest[2:])
        if kind in ("list", "tuple", "set", "frozenset"):
            return _CONTAINERS[kind](map(value, rest))
        if kind in ("dict", "OrderedDict"):
            return _CONTAINERS[kind]([(value(k), value(v)) for k, v in rest])
        if kind == "size":
            return torch.Size(rest)
        if kind == "named":
            return _named(rest[0], tuple(rest[1]))(*map(value, rest[2:]))
        if kind == "range":
            return range(*rest)
        if kind == "slice":
            return slice(*rest)
        if kind == "complex":
            return complex(*rest)
        if kind == "bytes":
            return bytes.fromhex(rest[0])
        if kind == "dtype":
            return getattr(torch, rest[0])
        return other(part)

    return value(form)


_CONTAINERS: dict[str, Callable[[Any], Any]] = {
    "list": list,
    "tuple": tuple,
    "set": set,
    "frozenset": frozenset,
    "dict": dict,
    "OrderedDict": OrderedDict,
}


def _numbers(kind: str, tensor: torch.Tensor, labels: list[Tree]) -> Any:
    if kind == "float":
        return tensor.item()
    if kind == "tensor":
        copy = tensor.clone()
        return labelled(copy, getattr(torch, labels[0]), labels[1]) if labels else copy
    if kind == "generator":
        return torch.Generator().set_state(tensor.clone())
    array = tensor.numpy().copy()
    if kind == "scalar":
        return array[()]
    return labelled(array, np.dtype(labels[0]), labels[1]) if labels else array


def _named(name: str, fields: tuple[str, ...]) -> type:
    """A namedtuple of that name and these fields, made once."""
    if (name, fields) not in _TUPLES:
        _TUPLES[name, fields] = collections.namedtuple(name, fields)  # noqa: PYI024 - fields are known at run time
    return _TUPLES[name, fields]


def same(a: Sequence[torch.Tensor], b: Sequence[torch.Tensor], *, near: bool) -> bool:
    """Whether numbers of the same form are equal; `near`: but for rounding."""
    return len(a) == len(b) and all(_same(x, y, near) for x, y in zip(a, b, strict=True))


def _same(a: torch.Tensor, b: torch.Tensor, near: bool) -> bool:
    if a.shape != b.shape or a.dtype != b.dtype:
        return False
    if not near or a.dtype not in _NEAR:
        return torch.equal(a, b) or bool(((a == b) | (torch.isnan(a) & torch.isnan(b))).all())
    if not a.numel():
        return True
    finite = torch.isfinite(b)
    if not torch.equal(finite, torch.isfinite(a)) or not _same(a[~finite], b[~finite], False):
        return False
    a, b = a[finite], b[finite]
    return not b.numel() or bool((a - b).abs().max() <= _NEAR[a.dtype] * b.abs().max())

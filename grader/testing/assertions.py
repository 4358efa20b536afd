"""Assertions of checks: type, dtype, shape, finiteness, value, in that order, with a message a student can read."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

import numpy as np
import torch

from grader.errors import CheckFailed
from grader.margins import note_plain
from grader.model import Message
from grader.numerics import Difference, agrees, difference, sixteen_bit, tolerance
from grader.protocol import Record
from grader.student.handles import RemoteObject
from grader.student.modules import RemoteModule
from grader.testing.lookalikes import told_apart
from grader.testing.reference import native_dtype, own_error
from grader.testing.watching import What, compared

_SHOWN = 200  # characters of a value, and of the keys of a dictionary
_KEYS = 20  # of a dictionary, and items of a list
_BEFORE = 3  # items of a list shown before the first that is wrong
_FLOAT_FLOOR = 1e-12  # absolute, for Python floats: rounding where the reference is 0


def fail(key: str, **params: object) -> NoReturn:
    """Fail the check with a message of the catalogue."""
    raise CheckFailed(Message(key, params))


def expect(condition: bool, key: str, **params: object) -> None:
    """Fail the check with a message of the catalogue unless `condition` holds."""
    if not condition:
        fail(key, **params)


def assert_shape(actual: Any, expected: Any, *, what: str = "result") -> None:
    """The shape of a tensor or array: `expected` is a shape, or a tensor or array that has it."""
    shape = tuple(expected.shape) if hasattr(expected, "shape") else tuple(expected)
    if not isinstance(actual, (torch.Tensor, np.ndarray)):
        kind = expected if hasattr(expected, "shape") else torch.empty(0)
        fail("type_differs", what=what, expected=type_name(kind), actual=type_name(actual))
    if tuple(actual.shape) != shape:
        fail("shape_differs", what=what, expected=shape_text(shape), actual=shape_text(actual.shape))


def same_length(actual: int, expected: int, what: str) -> None:
    """So many results or entries, where nobody would gain from seeing them."""
    expect(actual == expected, "length_differs", what=what, expected=expected, actual=actual, got="", wanted="")


def assert_matches(actual: Any, expected: Any, *, what: What = "result", tolerance: float | None = None) -> None:
    """The student's value equals the reference's.

    Args:
        actual, expected: tensors, arrays, numbers, strings, None, or tuples, lists and dicts of them.
        what: what the value is called in messages; for a tuple or list, a name per element.
        tolerance: τ of `grader.numerics`; by default that of the expected dtype, and for 16-bit results of a
            reference function twice the error that it makes itself.

    Raises:
        CheckFailed: on the first difference.
    """
    compared(actual, expected, what, tolerance)
    _matches(actual, expected, what, tolerance)


def _matches(actual: Any, expected: Any, what: What, tau: float | None) -> None:
    if isinstance(expected, torch.Tensor):
        _tensor(actual, expected, _name(what), tau)
    elif isinstance(expected, np.ndarray):
        _array(actual, expected, _name(what), tau)
    elif isinstance(expected, Mapping):
        _mapping(actual, expected, _name(what), tau)
    elif isinstance(expected, (tuple, list)):
        _sequence(actual, expected, what, tau)
    else:
        _scalar(actual, expected, _name(what), tau)


def _name(what: What) -> str:
    return what if isinstance(what, str) else "(" + ", ".join(what) + ")"


def _sequence(actual: Any, expected: Sequence[Any], what: What, tau: float | None) -> None:
    name = _name(what)
    kind = tuple if isinstance(expected, tuple) else list
    if not isinstance(actual, kind) or (isinstance(actual, Record) and not actual.is_tuple):
        fail("type_differs", what=name, expected=type_name(expected), actual=type_name(actual))
    if len(actual) != len(expected):
        shown = {"got": _around(actual, expected), "wanted": _around(expected, actual)}
        fail("length_differs", what=name, expected=len(expected), actual=len(actual), **shown)
    names = [f"{name}[{i}]" for i in range(len(expected))] if isinstance(what, str) else list(what)
    for a, e, n in zip(actual, expected, names, strict=True):
        _matches(a, e, n, tau)


def _mapping(actual: Any, expected: Mapping[Any, Any], name: str, tau: float | None) -> None:
    if not isinstance(actual, Mapping):
        fail("type_differs", what=name, expected="dict", actual=type_name(actual))
    missing = [k for k in expected if k not in actual]
    extra = [k for k in actual if k not in expected]
    if missing or extra:
        fail("keys_differ", what=name, missing=[*map(_key, missing[:_KEYS])], extra=[*map(_key, extra[:_KEYS])])
    for key, value in expected.items():
        _matches(actual[key], value, f"{name}[{key!r}]", tau)


def _tensor(actual: Any, expected: torch.Tensor, name: str, tau: float | None) -> None:
    if not isinstance(actual, torch.Tensor):
        fail("type_differs", what=name, expected=type_name(expected), actual=type_name(actual))
    _dtype(actual, expected, name)
    _values(actual, expected, name, tau)


def _array(actual: Any, expected: np.ndarray[Any, Any], name: str, tau: float | None) -> None:
    if not isinstance(actual, np.ndarray):
        fail("type_differs", what=name, expected=type_name(expected), actual=type_name(actual))
    _dtype(actual, expected, name)
    _values(actual, expected, name, tau)


def _dtype(actual: Any, expected: Any, name: str) -> None:
    dtype = native_dtype(expected)
    if actual.dtype != dtype:
        fail("dtype_differs", what=name, expected=str(dtype), actual=str(actual.dtype))


def _values(actual: Any, expected: Any, name: str, tau: float | None) -> None:
    assert_shape(actual, expected, what=name)
    own = own_error(expected) if tau is None else None
    if own is None and agrees(actual, expected, tolerance(actual.dtype) if tau is None else tau):
        return
    if isinstance(actual, np.ndarray):
        actual, expected = torch.from_numpy(actual.copy()), torch.from_numpy(np.array(expected))
    if actual.is_floating_point() or actual.is_complex():
        bad = ~torch.isfinite(actual) & torch.isfinite(expected)
        if bool(bad.any()):
            fail("not_finite", what=name, count=int(bad.sum()), index=index_text(bad.nonzero()[0].tolist()))
        if not bool(torch.isfinite(expected).all()):
            actual, expected = _without_infinities(actual, expected, name)
    scale = None
    if tau is None:
        tau = tolerance(actual.dtype, actual.device.type)
        if own is not None:
            tau, scale = sixteen_bit(actual.dtype, own)
    found = difference(actual, expected, tau, scale)
    if found is not None:
        _value_differs(name, found)


def _without_infinities(actual: torch.Tensor, expected: torch.Tensor, name: str) -> tuple[torch.Tensor, torch.Tensor]:
    """Where the reference is infinite or NaN the student's must be the same; there both become 0."""
    special = ~torch.isfinite(expected)
    wrong = special & ~((actual == expected) | (torch.isnan(actual) & torch.isnan(expected)))
    if bool(wrong.any()):
        at = tuple(wrong.nonzero()[0].tolist())
        found = Difference(at, actual[at].item(), expected[at].item(), int(wrong.sum()), actual.numel(), math.inf)
        _value_differs(name, found)
    return actual.masked_fill(special, 0), expected.masked_fill(special, 0)


def _value_differs(name: str, found: Difference) -> NoReturn:
    if not found.index:  # a number, or a tensor without dimensions: nobody counts its entries
        fail("number_differs", what=name, expected=number(found.expected), actual=number(found.actual))
    fail(
        "value_differs",
        what=name,
        index=index_text(found.index),
        expected=number(found.expected),
        actual=number(found.actual),
        wrong=found.wrong,
        total=found.total,
        worst=number(found.worst) if math.isfinite(found.worst) and found.total > 1 else "",
    )


def _scalar(actual: Any, expected: Any, name: str, tau: float | None) -> None:
    if isinstance(expected, (float, np.floating)):
        _float(actual, float(expected), name, tolerance(torch.float32) if tau is None else tau)
        return
    kind = _plain_kind(expected)
    if _plain_kind(actual) is not kind:
        fail("type_differs", what=name, expected=type_name(expected), actual=type_name(actual))
    note_plain(expected)
    if bool(actual == expected):
        return
    if kind in (bool, int):
        _value_differs(name, Difference((), actual, expected, 1, 1, 0.0))
    if kind is str and (apart := told_apart(expected, actual)) is not None:
        fail("text_looks_alike", what=name, expected=_short(expected, actual), wanted=apart[0], got=apart[1])
    fail("text_differs", what=name, expected=_short(expected, actual), actual=_short(actual, expected))


def _float(actual: Any, expected: float, name: str, tau: float) -> None:
    if isinstance(actual, bool) or not isinstance(actual, (float, int, np.floating, np.integer)):
        fail("type_differs", what=name, expected="float", actual=type_name(actual))
    try:
        value = float(actual)
    except OverflowError:  # an int beyond 1e308
        value = math.inf
    allowed = 2 * tau * abs(expected) + _FLOAT_FLOOR
    if value == expected or (math.isnan(value) and math.isnan(expected)):
        note_plain(expected, 0.0)
        return
    note_plain(expected, abs(value - expected) / allowed)
    if not math.isfinite(value):
        fail("not_finite", what=name, count=1, index="")
    if not abs(value - expected) <= allowed or math.isinf(expected):
        _value_differs(name, Difference((), value, expected, 1, 1, 0.0))


def _plain_kind(value: Any) -> type:
    # numpy's integers and bools answer for Python's: a student who returns np.int64(3) is right.
    if isinstance(value, (bool, np.bool_)):
        return bool
    if isinstance(value, (int, np.integer)):
        return int
    return type(value)


def type_name(value: Any) -> str:
    """A value's type as a student would write it."""
    if isinstance(value, (RemoteObject, RemoteModule)):
        return str(value.__dict__["_type_name"])[:_SHOWN]
    if isinstance(value, Record):
        return value.type_name[:_SHOWN]
    if isinstance(value, torch.Tensor):
        return "torch.Tensor"
    if isinstance(value, np.ndarray):
        return "numpy.ndarray"
    return "None" if value is None else type(value).__name__


def shape_text(shape: Sequence[int]) -> str:
    """[2, 3]: a shape as it is printed."""
    return "[" + ", ".join(map(str, shape)) + "]"


def index_text(index: Sequence[int]) -> str:
    """[1, 0]: an index as it is printed; nothing for a single number."""
    return shape_text(index) if index else ""


def number(value: Any) -> float | str:
    """A number as a message's parameter: finite floats stay floats, so that the text shows as many digits as matter."""
    if isinstance(value, complex):
        return f"{value.real:.6g}{value.imag:+.6g}j"
    if isinstance(value, (float, np.floating)) and math.isfinite(value):
        return float(value)
    return _short(value)


def _around(items: Sequence[Any], others: Sequence[Any]) -> str:
    """A list of plain values as it is written, from shortly before the first that differs from the other list's."""
    if not all(isinstance(item, (str, int, type(None))) for item in (*items, *others)):
        return ""
    same = next(
        (i for i, (a, b) in enumerate(zip(items, others, strict=False)) if a != b), min(len(items), len(others))
    )
    start = max(0, same - _BEFORE)
    shown = [_short(item) for item in items[start : start + _KEYS]]
    shown = ["…", *shown] if start else shown
    return "[" + ", ".join([*shown, "…"] if len(items) > start + _KEYS else shown) + "]"


def _key(key: Any) -> str:
    return key[:_SHOWN] if isinstance(key, str) else _short(key)


def _short(value: Any, other: Any = None) -> str:
    """The value's repr; of a long text the part where it begins to differ from the other one."""
    if isinstance(value, str) and isinstance(other, str) and len(value) > _SHOWN // 2:
        same = next((i for i, (a, b) in enumerate(zip(value, other, strict=False)) if a != b), len(other))
        start = max(0, min(same, len(value)) - _SHOWN // 4)
        value = ("…" if start else "") + value[start : start + _SHOWN]
    try:
        text = repr(value)
    except ValueError:  # an int of more digits than Python prints
        return f"<{type(value).__name__}>"
    return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."

"""JSON of which each value has exactly one form, so that a signature covers what is said and nothing can be said twice.

Sorted keys, no space, UTF-8 without escapes that need not be, and no floats: points are text, since two programs may
write one number in two ways.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

MAX_BYTES = 1_000_000
_DEPTH = 12
_WHOLE = 2**53  # what every reader of JSON keeps exactly


def canonical(value: object) -> bytes:
    """The bytes of a value made of objects, lists, text, whole numbers, booleans and None.

    Raises:
        ValueError: something else is in it, or it is nested too deeply.
    """
    return json.dumps(
        _checked(value, _DEPTH), ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    ).encode()


def parse(data: bytes) -> Any:
    """The value whose canonical form `data` is.

    Raises:
        ValueError: it is not: other space, another order, a key twice, a float, no JSON at all.
    """
    if len(data) > MAX_BYTES:
        raise ValueError("is too long")
    try:
        value = json.loads(data.decode())
    except RecursionError:
        raise ValueError("is nested too deeply") from None
    if canonical(value) != data:
        raise ValueError("is not in canonical form")
    return value


def _checked(value: object, depth: int) -> object:
    if depth < 0:
        raise ValueError("is nested too deeply")
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if not -_WHOLE < value < _WHOLE:
            raise ValueError(f"{value} is too large")
        return value
    if isinstance(value, str):
        value.encode()  # half characters have no bytes
        return str(value)
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise ValueError("has a key that is no text")
        return {str(key): _checked(item, depth - 1) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [_checked(item, depth - 1) for item in value]
    raise ValueError(f"{type(value).__name__} has no canonical form")

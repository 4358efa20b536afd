"""What the judge can do with an object of the student: the operations that need nothing but the object."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from typing import Any

import numpy as np
import torch


class Held:
    """Wraps a value that shall travel as a handle although it could travel by value."""

    def __init__(self, value: Any) -> None:
        self.value = value


def _get(o: Any, name: str) -> Any:
    return getattr(o, name)


def _set(o: Any, name: str, value: Any) -> None:
    setattr(o, name, value)


def _item(o: Any, key: Any) -> Any:
    return o[key]


def _set_item(o: Any, key: Any, value: Any) -> None:
    o[key] = value


def _contains(o: Any, item: Any) -> bool:
    return bool(item in o)


def _iter(o: Any) -> Held:
    return Held(iter(o))


def _next(o: Any) -> tuple[Any, ...]:
    """The next item as a tuple of one; an empty one at the end."""
    try:
        return (next(o),)
    except StopIteration:
        return ()


def _hold(o: Any, path: list[Any]) -> Held:
    """The object at a path of attributes and items, itself."""
    for step in path:
        o = getattr(o, step) if isinstance(step, str) and not isinstance(o, dict) else o[step]
    return Held(o)


def _value(o: Any) -> Any:
    return o


def _same(a: Any, b: Any) -> bool:
    return a is b


def _seed(seed: int) -> None:
    torch.manual_seed(seed)
    np.random.seed(seed % 2**32)
    random.seed(seed)


OPERATIONS: dict[str, Callable[..., Any]] = {
    "get": _get,
    "set": _set,
    "item": _item,
    "set_item": _set_item,
    "contains": _contains,
    "len": len,
    "iter": _iter,
    "next": _next,
    "truth": bool,
    "hold": _hold,
    "value": _value,
    "same": _same,
    "instance": isinstance,
    "deepcopy": copy.deepcopy,
    "seed": _seed,
}

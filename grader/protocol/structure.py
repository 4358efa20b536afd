"""Tensors inside containers: both sides must find the same ones in the same order."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Any

import torch

from grader.protocol.record import Record


def tensors_in(value: Any) -> list[torch.Tensor]:
    """All tensors inside lists, tuples (named ones too) and dicts, in order."""
    found: list[torch.Tensor] = []
    _collect(value, found)
    return found


def _collect(value: Any, into: list[torch.Tensor]) -> None:
    if isinstance(value, torch.Tensor):
        into.append(value)
    elif isinstance(value, Record) and not vars(value)["is_tuple"]:
        return  # a dataclass over there is not looked into, either
    elif isinstance(value, (list, tuple)):
        for item in value:
            _collect(item, into)
    elif isinstance(value, dict):
        for item in value.values():
            _collect(item, into)


def exchange(value: Any, twins: Mapping[int, torch.Tensor]) -> Any:
    """The same value with tensors exchanged for those given by the id of the old one; containers are rebuilt."""
    if isinstance(value, torch.Tensor):
        return twins.get(id(value), value)
    if isinstance(value, Record):
        mine = vars(value)
        items = [exchange(v, twins) for v in value]
        return Record(mine["type_name"], mine["names"], items, mine["is_tuple"])
    kind = type(value)
    if kind is list or kind is tuple or kind is set or kind is frozenset:
        return kind(exchange(v, twins) for v in value)
    if kind is deque:
        return deque((exchange(v, twins) for v in value), value.maxlen)
    if isinstance(value, dict):
        rebuilt = kind()
        for k, v in value.items():
            rebuilt[exchange(k, twins)] = exchange(v, twins)
        return rebuilt
    return value

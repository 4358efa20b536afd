"""The judge's half of mirrored parameters: real tensors here, kept byte-equal to the student's around every request."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from grader.errors import ProtocolError
from grader.protocol.tensors import same_bytes


@dataclass
class _Entry:
    ref: weakref.ref[torch.Tensor]
    is_parameter: bool
    value: torch.Tensor  # what both sides had at the last request
    grad: torch.Tensor | None
    requires_grad: bool
    version: int


class Mirror:
    """Tensors by the student process's numbers. `released(number)` is called when the last use here is gone."""

    def __init__(self, released: Callable[[int], None]) -> None:
        self._entries: dict[int, _Entry] = {}
        self._number_of: dict[int, int] = {}
        self._released = released

    def number(self, t: torch.Tensor) -> int | None:
        """The number of a mirrored tensor."""
        return self._number_of.get(id(t))

    def alive(self, number: int) -> bool:
        """Whether the judge still uses the tensor."""
        entry = self._entries.get(number)
        return entry is not None and entry.ref() is not None

    def drop(self, number: int) -> None:
        """The student process was told that the tensor is not used here any more."""
        self._entries.pop(number, None)

    def add(self, number: int, value: torch.Tensor, *, is_parameter: bool, requires_grad: bool) -> torch.Tensor:
        """A tensor that was announced with its value; the existing mirror is updated if there is one."""
        entry = self._entries.get(number)
        known = entry.ref() if entry is not None else None
        if known is not None:
            with torch.no_grad():
                known.data = value.clone()
            self._seen(number, known, is_parameter, None)
            return known
        try:
            t = nn.Parameter(value.clone(), requires_grad=requires_grad) if is_parameter else value.clone()
        except RuntimeError:
            raise ProtocolError("not a parameter") from None
        self._seen(number, t, is_parameter, None)
        return t

    def tensor(self, number: int) -> torch.Tensor:
        """The mirror of a number; made anew from the last value if it was dropped meanwhile."""
        entry = self._entries.get(number)
        if entry is None:
            raise ProtocolError("no such tensor")
        t = entry.ref()
        if t is None:
            t = nn.Parameter(entry.value.clone(), entry.requires_grad) if entry.is_parameter else entry.value.clone()
            t.grad = None if entry.grad is None else entry.grad.clone()
            self._seen(number, t, entry.is_parameter, entry.grad)
        return t

    def rebind(self, old: torch.Tensor | None, number: int, new: torch.Tensor) -> None:
        """A module's buffer slot holds another tensor object now (`.double()` does that to buffers)."""
        if old is not None:
            self._number_of.pop(id(old), None)
        entry = self._entries[number]
        entry.ref = self._watch(number, new)
        self._number_of[id(new)] = number

    def _seen(self, number: int, t: torch.Tensor, is_parameter: bool, grad: torch.Tensor | None) -> None:
        value = t.detach().clone()
        self._entries[number] = _Entry(
            self._watch(number, t), is_parameter, value, grad, t.requires_grad, t._version
        )
        self._number_of[id(t)] = number

    def _watch(self, number: int, t: torch.Tensor) -> weakref.ref[torch.Tensor]:
        key, numbers, released = id(t), self._number_of, self._released

        def gone(_: Any) -> None:
            if numbers.get(key) == number:
                del numbers[key]
            released(number)

        return weakref.ref(t, gone)

    def changes(self, *, grads: bool) -> list[Any]:
        """What the judge changed since the last request: [number, value, grad, has_grad, requires_grad, bump]."""
        out: list[Any] = []
        for number, entry in self._entries.items():
            t = entry.ref()
            if t is None:
                continue
            value = None
            if not same_bytes(t, entry.value):
                value = entry.value = t.detach().clone()
            has_grad = None
            if grads and t.is_leaf and not _same_grad(t.grad, entry.grad):
                has_grad = t.grad is not None
                entry.grad = None if t.grad is None else t.grad.detach().clone()
            if value is not None or has_grad is not None or t.requires_grad != entry.requires_grad:
                bump = t._version != entry.version
                out.append([number, value, entry.grad if has_grad else None, has_grad, t.requires_grad, bump])
                entry.requires_grad = t.requires_grad
            entry.version = t._version
        return out

    def apply(self, changes: Any) -> None:
        """Take over what the student process changed: [number, value, grad, has_grad, requires_grad]."""
        for number, value, grad, has_grad, requires_grad in changes:
            t = self.tensor(number)
            entry = self._entries[number]
            with torch.no_grad():
                if value is not None:
                    if value.dtype == t.dtype and value.shape == t.shape:
                        t.copy_(value)
                    else:
                        t.data = value.clone()
                    entry.value, entry.version = value, t._version
                if has_grad is not None:
                    t.grad = grad.clone() if has_grad else None
                    entry.grad = grad if has_grad else None
            if t.is_leaf and t.requires_grad != bool(requires_grad):
                t.requires_grad_(bool(requires_grad))
                entry.requires_grad = t.requires_grad


def _same_grad(a: torch.Tensor | None, b: torch.Tensor | None) -> bool:
    if a is None or b is None:
        return a is b
    return same_bytes(a, b)

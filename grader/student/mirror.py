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
    key: int  # id of the tensor
    is_parameter: bool
    value: torch.Tensor  # what both sides had at the last request, contiguous
    grad: torch.Tensor | None
    requires_grad: bool
    version: int


class Mirror:
    """Tensors by the student process's numbers. `released(number)` is called when the last use here is gone."""

    def __init__(self, released: Callable[[int], None]) -> None:
        self._entries: dict[int, _Entry] = {}
        self._number_of: dict[int, int] = {}  # id(tensor) → number, of living tensors
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
        # A copy: the payload's memory holds other things, too.
        t = nn.Parameter(value.clone(), requires_grad=requires_grad) if is_parameter else value.clone()
        self._seen(number, t, is_parameter, None)
        return t

    def tensor(self, number: Any) -> torch.Tensor:
        """The mirror of a number; made anew from the last value if it was dropped meanwhile.

        Raises:
            ProtocolError: there is no such number.
        """
        entry = self._entries.get(number)
        if entry is None:
            raise ProtocolError("no such tensor")
        t = entry.ref()
        if t is None:
            t = nn.Parameter(entry.value.clone(), entry.requires_grad) if entry.is_parameter else entry.value.clone()
            t.grad = None if entry.grad is None else entry.grad.clone()
            self._seen(number, t, entry.is_parameter, entry.grad)
        return t

    def rebind(self, number: int, new: torch.Tensor) -> None:
        """A module's buffer slot holds another tensor object now (`.double()` does that to buffers)."""
        entry = self._entries[number]
        if self._number_of.get(entry.key) == number:
            del self._number_of[entry.key]
        entry.key, entry.ref = id(new), self._watch(number, new)
        self._number_of[id(new)] = number

    def _seen(self, number: int, t: torch.Tensor, is_parameter: bool, grad: torch.Tensor | None) -> None:
        watch = self._watch(number, t)
        self._entries[number] = _Entry(watch, id(t), is_parameter, _copy(t), grad, t.requires_grad, t._version)
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
            value = has_grad = None
            if not same_bytes(t, entry.value):
                value = entry.value = _copy(t)
            if grads and t.is_leaf and not _same_grad(t.grad, entry.grad):
                has_grad = t.grad is not None
                entry.grad = None if t.grad is None else _copy(t.grad)
            requires_grad, version = t.requires_grad, t._version
            if value is not None or has_grad is not None or requires_grad != entry.requires_grad:
                bump = version != entry.version
                out.append([number, value, entry.grad if has_grad else None, has_grad, requires_grad, bump])
                entry.requires_grad = requires_grad
            entry.version = version
        return out

    def apply(self, changes: Any) -> None:
        """Take over what the student process changed: [number, value, grad, has_grad, requires_grad], not yet checked.

        Raises:
            ProtocolError, or anything of MALFORMED: the changes do not fit.
        """
        for number, value, grad, has_grad, requires_grad in changes:
            t = self.tensor(number)
            entry = self._entries[number]
            for given in (value, grad):
                if given is not None and type(given) is not torch.Tensor:
                    raise ProtocolError("not a change")
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


def _copy(t: torch.Tensor) -> torch.Tensor:
    return t.detach().clone(memory_format=torch.contiguous_format)


def _same_grad(a: torch.Tensor | None, b: torch.Tensor | None) -> bool:
    return a is b if a is None or b is None else same_bytes(a, b)

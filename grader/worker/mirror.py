"""Parameters and modules that the judge holds a mirror of: what changed on this side since it last heard.

Bytes are compared, because version counters miss `.data` and `torch.equal` misses −0.0 and NaN.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import nn
from torch.nn.parameter import is_lazy

from grader.protocol.tensors import same_bytes


@dataclass
class _Tracked:
    tensor: torch.Tensor
    value: torch.Tensor | None = None  # what the judge last saw, contiguous; None: nothing yet
    grad: torch.Tensor | None = None
    requires_grad: bool = False


class Mirror:
    """Numbers the tensors that are modules' parameters and buffers; knows what the judge has seen of them."""

    def __init__(self) -> None:
        self._tracked: dict[int, _Tracked] = {}
        self._number_of: dict[int, int] = {}  # id(tensor) → number; the tensor is kept alive by _tracked
        self._next = 1
        self._structure: dict[int, tuple[nn.Module, Any]] = {}
        self._training: dict[int, bool] = {}
        self._announced: list[_Tracked] = []

    # -- tensors ---------------------------------------------------------------------------------

    def number(self, t: torch.Tensor) -> int | None:
        """The number of a tracked tensor."""
        return self._number_of.get(id(t))

    def track(self, t: torch.Tensor) -> tuple[int, bool]:
        """Number a tensor; the flag says whether the judge must be given its value now."""
        number = self._number_of.get(id(t))
        if number is None:
            number, self._next = self._next, self._next + 1
            self._number_of[id(t)] = number
            self._tracked[number] = _Tracked(t)
        entry = self._tracked[number]
        if entry.value is not None or is_lazy(t):
            return number, False
        entry.value, entry.requires_grad = _copy(t), t.requires_grad
        self._announced.append(entry)
        return number, True

    def settle(self) -> None:
        """What was announced since the last time is on its way."""
        self._announced.clear()

    def take_back(self) -> None:
        """What was announced since the last time was not sent after all."""
        for entry in self._announced:
            entry.value = None
        self._announced.clear()

    def tensor(self, number: Any) -> torch.Tensor:
        """The tensor of a number the judge named."""
        return self._tracked[number].tensor

    def forget(self, number: int) -> None:
        """The judge dropped its mirror of this tensor."""
        entry = self._tracked.pop(number, None)
        if entry is not None:
            self._number_of.pop(id(entry.tensor), None)

    # -- modules ---------------------------------------------------------------------------------

    def describe(self, handle: int, m: nn.Module) -> None:
        """Remember what the judge is now told about a module."""
        self._structure[handle] = (m, _structure(m))
        self._training[handle] = bool(m.training)

    def restructured(self) -> list[nn.Module]:
        """Modules whose parameters, buffers or children are other objects than the judge knows."""
        return [m for m, seen in self._structure.values() if _structure(m) != seen]

    def forget_module(self, handle: int) -> None:
        """The judge dropped its mirror of this module."""
        self._structure.pop(handle, None)
        self._training.pop(handle, None)

    # -- both ways -------------------------------------------------------------------------------

    def apply(self, changes: list[Any], flags: list[Any]) -> None:
        """Take over what the judge changed: [number, value, grad, has_grad, requires_grad, bump] each."""
        for number, value, grad, has_grad, requires_grad, bump in changes:
            entry = self._tracked[number]
            t = entry.tensor
            with torch.no_grad():
                if value is not None:
                    if value.dtype == t.dtype and value.shape == t.shape:
                        # .data leaves the version counter alone, as the judge's own change did
                        (t if bump else t.data).copy_(value)
                    else:
                        t.data = value
                    entry.value = _copy(t)
                if has_grad is not None:
                    t.grad = grad.clone() if has_grad else None
                    entry.grad = grad if has_grad else None
                if t.is_leaf and (t.is_floating_point() or t.is_complex()):
                    t.requires_grad_(requires_grad)
                    entry.requires_grad = requires_grad
        for handle, training in flags:
            if handle in self._structure:
                self._structure[handle][0].training = training
                self._training[handle] = training

    def collect(self) -> tuple[list[Any], list[Any]]:
        """What changed here: [number, value, grad, has_grad, requires_grad] and [handle, training] each."""
        changes: list[Any] = []
        for number, entry in self._tracked.items():
            t, seen = entry.tensor, entry.value
            if seen is None or is_lazy(t):
                continue
            value = grad = has_grad = None
            if not same_bytes(t, seen):
                value = entry.value = _copy(t)
            requires_grad = t.requires_grad
            if t.is_leaf:
                grad = None if t.grad is None else t.grad.to_dense()  # an embedding with sparse=True
            if not _same_grad(grad, entry.grad):
                has_grad = grad is not None
                entry.grad = None if grad is None else _copy(grad)
            if value is not None or has_grad is not None or requires_grad != entry.requires_grad:
                entry.requires_grad = requires_grad
                changes.append([number, value, entry.grad if has_grad else None, has_grad, requires_grad])
        flags = []
        for handle, (m, _) in self._structure.items():
            if m.training != self._training[handle]:
                self._training[handle] = bool(m.training)
                flags.append([handle, bool(m.training)])
        return changes, flags


def _copy(t: torch.Tensor) -> torch.Tensor:
    return t.detach().clone(memory_format=torch.contiguous_format)


def _same_grad(a: torch.Tensor | None, b: torch.Tensor | None) -> bool:
    return a is b if a is None or b is None else same_bytes(a, b)


def _structure(m: nn.Module) -> Any:
    return [
        (name, id(part), type(part))  # a lazy parameter becomes an ordinary one by changing its class
        for parts in (m._parameters, m._buffers, m._modules)
        for name, part in parts.items()
    ]

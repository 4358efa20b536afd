"""How near answers come to their tolerance: measured where an author asks for it, one look at None in grading."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field

import torch


@dataclass
class Margins:
    """What the comparisons of one check were like.

    Attributes:
        compared: how many there were with a reference that is not all zeros.
        worst: the answer's dtype → the largest |error| / allowed.
    """

    compared: int = 0
    worst: dict[str, float] = field(default_factory=dict)

    def add(self, kind: str, ratio: float) -> None:
        """A comparison came so near."""
        self.worst[kind] = max(self.worst.get(kind, 0.0), math.inf if math.isnan(ratio) else ratio)


_now: ContextVar[Margins | None] = ContextVar("margins", default=None)


@contextlib.contextmanager
def measured() -> Iterator[Margins]:
    """Collect all comparisons made inside."""
    margins = Margins()
    token = _now.set(margins)
    try:
        yield margins
    finally:
        _now.reset(token)


def measuring() -> bool:
    """Whether somebody wants to know."""
    return _now.get() is not None


def note_plain(reference: object, ratio: float | None = None) -> None:
    """A comparison of plain values; `ratio` of floats: |error| / allowed."""
    margins = _now.get()
    if margins is None:
        return
    margins.compared += bool(reference)
    if ratio is not None:
        margins.add("float", ratio)


def note(err: torch.Tensor, allowed: torch.Tensor, reference: torch.Tensor, dtype: torch.dtype) -> None:
    """A comparison: elementwise errors and what they may be, and the reference's values."""
    margins = _now.get()
    if margins is None or not err.numel():
        return
    margins.compared += bool(reference.any())
    margins.add(str(dtype).removeprefix("torch."), float((err / allowed).max()))

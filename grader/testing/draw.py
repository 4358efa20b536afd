"""Random inputs for checks: reproducible from one seed, boundary sizes first, awkward memory layouts included."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol, TypeVar

import numpy as np
import torch

T = TypeVar("T")
Case = tuple[Any, ...]
Maker = Callable[["Draw"], Case]
_DTYPES = (torch.float64, torch.float32)
_NON_CONTIGUOUS = 2  # of every three cases, this one


class Draw:
    """One case being drawn.

    Attributes:
        index: 0-based number of the case; case 0 has every size at its lowest.
        dtype: float64 and float32 in turn. generator: the source of everything drawn.
    """

    def __init__(self, seed: int, index: int) -> None:
        self.index = index
        self.dtype = _DTYPES[index % len(_DTYPES)]
        self.generator = torch.Generator().manual_seed(derive(seed, index) >> 1)
        self._last = 0

    def size(self, low: int = 1, high: int = 7) -> int:
        """A size in [low, high]; differs from the previous one where it can, so that transposes show."""
        if self.index == 0 or low == high:
            return low
        size = int(self.integers(low, high + 1, ()))
        if size == self._last:
            size = low + (size - low + 1) % (high - low + 1)
        self._last = size
        return size

    def normal(self, *shape: int, scale: float = 1.0) -> torch.Tensor:
        """Normal values of this case's dtype; not contiguous in every third case."""
        t = self._standard(shape, scale)
        return self._lay_out(t.to(self.dtype))

    def array(self, *shape: int, scale: float = 1.0) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Normal float64 values as a numpy array; not contiguous in every third case."""
        t = self._standard(shape, scale)
        array: np.ndarray[Any, np.dtype[np.float64]] = self._lay_out(t).numpy()
        return array

    def _standard(self, shape: Sequence[int], scale: float) -> torch.Tensor:
        t = torch.randn(shape, generator=self.generator, dtype=torch.float64)
        return t if scale == 1 else scale * t

    def _lay_out(self, t: torch.Tensor) -> torch.Tensor:
        if self.index % 3 != _NON_CONTIGUOUS or t.dim() == 0:
            return t
        turned = t.transpose(0, -1).contiguous().transpose(0, -1)
        return turned if not turned.is_contiguous() else torch.stack([t, t], -1)[..., 0]  # one dimension, or [1, n]

    def integers(self, low: int, high: int, shape: Sequence[int]) -> torch.Tensor:
        """int64 values in [low, high)."""
        return torch.randint(low, high, tuple(shape), generator=self.generator)

    def uniform(self, low: float = 0.0, high: float = 1.0) -> float:
        """A Python float in [low, high)."""
        return low + (high - low) * float(torch.rand((), generator=self.generator, dtype=torch.float64))

    def choice(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[int(self.integers(0, len(options), ()))]


class Ahead(Protocol):
    """Cases that were drawn before."""

    def take(self, maker: Maker, n: int) -> list[Case] | None:
        """The cases of `cases(maker, n)`; None if these were not drawn."""


class Cases:
    """The `cases` fixture: `cases(maker, n)` draws `maker(draw)` n times from the check's own stream.

    Args:
        drawn: gives the cases of the first call, where they were drawn before.
    """

    def __init__(self, seed: int, drawn: Ahead | None = None) -> None:
        self._seed, self._drawn = seed, drawn
        self._calls = 0

    def __call__(self, maker: Maker, n: int = 8) -> Iterator[Case]:
        self._calls += 1
        if self._drawn is not None and self._calls == 1 and (cases := self._drawn.take(maker, n)) is not None:
            return iter(cases)
        seed = derive(self._seed, self._calls)
        return (maker(Draw(seed, i)) for i in range(n))


def derive(seed: int, *path: int | str) -> int:
    """A 64-bit seed for a part of a run: same seed and path, same result; tells nothing about the seed."""
    text = "/".join(map(str, (seed, *path)))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")

"""Arguments for the checks of `negative_sampling`, drawn afresh for every case."""

from __future__ import annotations

import torch

from grader.testing import Draw

Loss = tuple[torch.Tensor, torch.Tensor, torch.Tensor]


def embeddings(draw: Draw) -> Loss:
    """(centre [N, E], positive [N, E], negative [N, K, E]): then each size 1 in turn; all differ otherwise."""
    n, k, e = draw.size(2, 5), draw.size(2, 5), draw.size(2, 5)
    if draw.index in (1, 2, 3):
        n, k, e = (1 if draw.index == place else size for place, size in enumerate((n, k, e), start=1))
    return draw.normal(n, e), draw.normal(n, e), draw.normal(n, k, e)


def counted(draw: Draw) -> tuple[torch.Tensor, float]:
    """(counts [V], power): 0.75 in the first case, then others; every word occurs."""
    counts = _spread(draw, draw.integers(1, 1000, (draw.size(3, 9),)))
    return counts, (0.75, 1.0, 0.5, 0.3)[draw.index] if draw.index < 4 else draw.uniform(0.1, 1.2)


def shares(draw: Draw) -> tuple[torch.Tensor, float]:
    """(frequency [V], t): some below t, most above."""
    t = 10 ** draw.uniform(-5, -1.5)
    exponents = torch.tensor([draw.uniform(-6, 0) for _ in range(draw.size(5, 9))], dtype=torch.float64)
    f = torch.cat([10**exponents, torch.tensor([0.2 * t, 5 * t, 20 * t], dtype=torch.float64)]).to(draw.dtype)
    return _spread(draw, f), t


def _spread(draw: Draw, values: torch.Tensor) -> torch.Tensor:
    """Not contiguous in every third case."""
    return torch.stack([values, values], -1)[:, 0] if draw.index % 3 == 2 else values

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


def one_example(draw: Draw) -> Loss:
    """Small arguments; in the first case N = K = E = 1."""
    n, k, e = draw.size(1, 4), draw.size(1, 4), draw.size(1, 4)
    return draw.normal(n, e), draw.normal(n, e), draw.normal(n, k, e)


def large(draw: Draw) -> Loss:
    """Dot products of ±10⁴: on the right side, on the wrong one, one of each; float32 in every second case."""
    n, k, e = 3, draw.size(1, 3), draw.size(1, 4)
    centre = draw.normal(n, e)
    centre = centre / centre.norm(dim=1, keepdim=True) * 100
    near, far = ((-1.0, 1.0), (1.0, 1.0), (-1.0, -1.0), (1.0, -1.0))[draw.index // 2 % 4]
    return centre, near * centre, far * centre.unsqueeze(1).repeat(1, k, 1)


def counted(draw: Draw) -> tuple[torch.Tensor, float]:
    """(counts [V], power): 0.75 in the first case, then others; every word occurs."""
    counts = _spread(draw, draw.integers(1, 1000, (draw.size(3, 9),)))
    return counts, (0.75, 1.0, 0.5, 0.3)[draw.index] if draw.index < 4 else draw.uniform(0.1, 1.2)


def rare(draw: Draw) -> tuple[torch.Tensor, float]:
    """(counts [V], power): words that never occur, the powers 0 and 2, counts up to 10⁹, a single word."""
    if draw.index == 0:
        return torch.tensor([3]), 0.75
    largest = 10**9 if draw.index % 2 else 50
    counts = draw.integers(1, largest, (draw.size(3, 8),))
    counts[:: 2 + draw.index % 2] = 0
    counts[1] = largest
    return _spread(draw, counts), (0.0, 2.0, 0.75, 1.0)[draw.index // 2 % 4]


def shares(draw: Draw) -> tuple[torch.Tensor, float]:
    """(frequency [V], t): some below t, most above."""
    t = 10 ** draw.uniform(-5, -1.5)
    exponents = torch.tensor([draw.uniform(-6, 0) for _ in range(draw.size(5, 9))], dtype=torch.float64)
    f = torch.cat([10**exponents, torch.tensor([0.2 * t, 5 * t, 20 * t], dtype=torch.float64)]).to(draw.dtype)
    return _spread(draw, f), t


def around_t(draw: Draw) -> tuple[torch.Tensor, float]:
    """(frequency [V], t): 0, just around t, t itself, 1, very small ones; a single one in the first two cases."""
    if draw.index < 2:
        return torch.zeros(1, dtype=draw.dtype), 1e-3
    t = (1e-5, 1e-3, 0.5, 1.0, 2.0)[draw.index % 5]
    f = torch.tensor([0.0, t, 0.9 * t, 1.1 * t, 1.0, 1e-30, 0.0, 0.01], dtype=draw.dtype).clamp(max=1)
    return _spread(draw, f), t


def _spread(draw: Draw, values: torch.Tensor) -> torch.Tensor:
    """Not contiguous in every third case."""
    return torch.stack([values, values], -1)[:, 0] if draw.index % 3 == 2 else values

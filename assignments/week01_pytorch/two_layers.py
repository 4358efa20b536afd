"""Arguments for the checks of tensors and autograd: small networks, and that of the tutorial.

One step comes in float64 and float32, several in float64 only: there no ReLU switches by rounding alone.
"""

from __future__ import annotations

import torch

from grader.testing import Draw

Arguments = tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor, float, int]

_ATTEMPTS = 100
_LEAST = 0.1  # of the loss: a sum that nearly cancels leaves float32 few valid digits
_MARGIN = 1e-3  # how far from 0 what goes into the ReLU stays: float32 rounding is a hundredth of it


def one_step(draw: Draw) -> Arguments:
    """(x [N, D], y [N, K], w1 [D, H], w2 [H, K], lr, 1), all sizes 1 in the first case."""
    n, d, h, k = (draw.size(1, high) for high in (6, 5, 5, 4))
    for _ in range(_ATTEMPTS):
        x, y, w1, w2 = _drawn(draw, n, d, h, k)
        a = x.double() @ w1.double()
        loss = ((a.clamp(min=0) @ w2.double() - y.double()) ** 2).sum()
        if float(a.abs().min()) > _MARGIN and float(loss) > _LEAST:
            break
    return x, y, w1, w2, draw.uniform(0.5, 1.0) * 0.1 / n, 1


def several_steps(draw: Draw) -> Arguments:
    """The same in float64, with two to seven steps that are small enough for the loss to stay in bounds."""
    n, d, h, k = (draw.size(1, high) for high in (6, 5, 5, 4))
    x, y, w1, w2 = (t.double() for t in _drawn(draw, n, d, h, k))
    return x, y, w1, w2, draw.uniform(0.5, 1.0) * 0.02 / n, draw.size(2, 7)


def tutorial_network(draw: Draw) -> Arguments:
    """The tutorial's sizes, 64, 1000, 100, 10, and its learning rate, in float64; the first 15 of its 500 steps."""
    n, d, h, k = 64, 1000, 100, 10
    x, y, w1, w2 = (
        torch.randn(shape, generator=draw.generator, dtype=torch.float64) for shape in ((n, d), (n, k), (d, h), (h, k))
    )
    return x, y, w1, w2, 1e-6, 15


def _drawn(draw: Draw, n: int, d: int, h: int, k: int) -> tuple[torch.Tensor, ...]:
    """(x [N, D], y [N, K], w1 [D, H], w2 [H, K])."""
    return draw.normal(n, d), draw.normal(n, k), draw.normal(d, h, scale=0.7), draw.normal(h, k, scale=0.7)

"""Arguments for the checks of tensors and autograd: small networks, and that of the tutorial."""

from __future__ import annotations

import torch

from grader.testing import Draw

Arguments = tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor, float, int]

_ATTEMPTS = 100
_LEAST = 0.1  # of the first loss: a sum that nearly cancels leaves float32 few valid digits
_MARGIN = 1e-3  # how far from 0 what goes into the ReLU stays: float32 rounding is a hundredth of it


def small_networks(draw: Draw) -> Arguments:
    """(x [N, D], y [N, K], w1 [D, H], w2 [H, K], lr, steps), all sizes 1 in the first case, and one to seven steps."""
    return _drawn(draw, 1 if draw.index == 0 else draw.size(2, 7))


def one_step(draw: Draw) -> Arguments:
    """The same with a single step."""
    return _drawn(draw, 1)


def tutorial_network(draw: Draw) -> Arguments:
    """The tutorial's sizes, 64, 1000, 100, 10, and its learning rate, in float64; the first 15 of its 500 steps.

    In float64 no ReLU switches at another step by rounding alone.
    """
    n, d, h, k = 64, 1000, 100, 10
    x, y, w1, w2 = (
        torch.randn(shape, generator=draw.generator, dtype=torch.float64) for shape in ((n, d), (n, k), (d, h), (h, k))
    )
    return x, y, w1, w2, 1e-6, 15


def _drawn(draw: Draw, steps: int) -> Arguments:
    """A network whose loss stays in bounds and whose ReLUs stay clear of 0 in every step."""
    n, d, h, k = (draw.size(1, high) for high in (6, 5, 5, 4))
    for _ in range(_ATTEMPTS):
        x, y = draw.normal(n, d), draw.normal(n, k)
        w1, w2 = draw.normal(d, h, scale=0.7), draw.normal(h, k, scale=0.7)
        lr = draw.uniform(0.5, 1.0) * 0.1 / n
        if _is_clear(x, y, w1, w2, lr, steps):
            break
    return x, y, w1, w2, lr, steps


def _is_clear(x: torch.Tensor, y: torch.Tensor, w1: torch.Tensor, w2: torch.Tensor, lr: float, steps: int) -> bool:
    """Whether a right float32 answer has to be near the float64 one."""
    x, y, w1, w2 = x.double(), y.double(), w1.double(), w2.double()
    first = None
    for _ in range(steps):
        a = x @ w1
        error = a.clamp(min=0) @ w2 - y
        loss = float((error**2).sum())
        first = loss if first is None else first
        if float(a.abs().min()) < _MARGIN or not loss <= 2 * first or first < _LEAST:
            return False
        dw1, dw2 = x.T @ ((2 * error @ w2.T) * (a > 0)), a.clamp(min=0).T @ (2 * error)
        w1, w2 = w1 - lr * dw1, w2 - lr * dw2
    return True

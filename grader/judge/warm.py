"""What the judge does once, before it forks, so that no child pays for it again."""

from __future__ import annotations

import gc
from typing import Any

import torch


class _Twice(torch.autograd.Function):
    @staticmethod
    def forward(ctx: object, x: torch.Tensor) -> torch.Tensor:
        return x * 2


def warm() -> None:
    """Import lazily imported parts of torch and run a few operations: 0.5 s once instead of in every child.

    No backward pass: it would start autograd's threads, which a forked child does not have.
    """
    import torch.fx.experimental.symbolic_shapes  # autograd.grad imports it at its first use

    x = torch.ones(2, 2, dtype=torch.float64, requires_grad=True)
    apply: Any = _Twice.apply  # torch leaves it untyped
    apply(x)
    with torch.no_grad():
        (x @ x).square().mean().sqrt().item()
        torch.randn(2, generator=torch.Generator().manual_seed(1)).double()
        torch.unravel_index(torch.tensor(1), (2, 2))
        torch.isfinite(x).all().item()
    gc.freeze()  # a collection in a child would touch, and so copy, every page of the judge

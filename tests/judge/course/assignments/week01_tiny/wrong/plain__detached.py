"""No gradient passes.

task: plain
loses: test_gradient
"""

from __future__ import annotations

import torch
from torch import nn


def double(x: torch.Tensor) -> torch.Tensor:
    """2x, or so."""
    return 2 * x.detach()


def pair(x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """(x, 2x)."""
    return x.clone(), 2 * x


def train(seed: int) -> float:
    """An accuracy."""
    return 0.9


class Layer(nn.Module):
    """Three weights."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(3))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """[N, 3] of x [N, 3]."""
        return x * self.weight

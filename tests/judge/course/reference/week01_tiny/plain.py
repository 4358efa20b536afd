"""Values."""

from __future__ import annotations

import torch
from torch import nn


def double(x: torch.Tensor) -> torch.Tensor:
    """2x [N] of x [N]."""
    # BEGIN SOLUTION
    return 2 * x
    # END SOLUTION


def pair(x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """(x [N], 2x [N]) of x [N]."""
    # BEGIN SOLUTION
    return x.clone(), 2 * x
    # END SOLUTION


def train(seed: int) -> float:
    """An accuracy."""
    # BEGIN SOLUTION
    return 0.9 + seed / 1000
    # END SOLUTION


class Layer(nn.Module):
    """Three weights."""

    def __init__(self) -> None:
        # BEGIN SOLUTION
        super().__init__()
        self.weight = nn.Parameter(torch.ones(3))
        # END SOLUTION

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """[N, 3] of x [N, 3]."""
        # BEGIN SOLUTION
        return x * self.weight
        # END SOLUTION

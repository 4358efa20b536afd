"""A module."""

from __future__ import annotations

import torch
from torch import nn


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

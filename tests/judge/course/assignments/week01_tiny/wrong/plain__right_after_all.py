"""Said to lose the gradient, which it does not; and it has no Layer, which nobody says.

task: plain
loses: test_gradient
"""

from __future__ import annotations

import torch


def double(x: torch.Tensor) -> torch.Tensor:
    """2x, or so."""
    return x + x


def pair(x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """(x, 2x)."""
    return x + 0, x + x


def train(seed: int) -> float:
    """An accuracy."""
    return 0.9

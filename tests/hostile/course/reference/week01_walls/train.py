"""Training."""

from __future__ import annotations

import torch


class Step:
    """1 beyond a place, 0 before it."""

    def __init__(self, place: float) -> None:
        self.place = place

    def predict(self, x: torch.Tensor) -> torch.Tensor:
        """int64 [N] of x [N]."""
        return (x > self.place).long()


def train(x: torch.Tensor, labels: torch.Tensor, seed: int) -> Step:
    """The step between the classes of x [N]."""
    # BEGIN SOLUTION
    low, high = x[labels == 0].max(), x[labels == 1].min()
    return Step(float(low + high) / 2)
    # END SOLUTION

"""The same network as a class of one's own.

Source: PyTorch, "Learning PyTorch with Examples", custom nn modules.
"""

from __future__ import annotations

import torch
from torch import nn


class TwoLayerNet(nn.Module):
    """linear1, ReLU, linear2.

    N examples, D inputs, H hidden units, K outputs. The state dict names are those of `linear1` (nn.Linear(D, H)) and
    `linear2` (nn.Linear(H, K)), both with a bias; there are no other parameters.
    """

    def __init__(self, d_in: int, hidden: int, d_out: int) -> None:
        """Build the two layers.

        Args:
            d_in: D.
            hidden: H.
            d_out: K.
        """
        super().__init__()
        self.linear1 = nn.Linear(d_in, hidden)
        self.linear2 = nn.Linear(hidden, d_out)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """linear2(relu(linear1(x))); no activation behind linear2.

        Args:
            x: [N, D].

        Returns:
            [N, K].
        """
        return self.linear2(torch.relu(self.linear1(x)))

"""Control flow inside of a network: a layer that is used a random number of times.

Source: PyTorch, "Learning PyTorch with Examples", control flow and weight sharing.
"""

from __future__ import annotations

import random  # SOLUTION NO PROMPT

import torch
from torch import nn


class DynamicNet(nn.Module):
    """input_linear, ReLU; then middle_linear, ReLU `repeats` times with the same weights; output_linear.

    N examples, D inputs, H hidden units, K outputs. The state dict names are those of `input_linear`
    (nn.Linear(D, H)), `middle_linear` (nn.Linear(H, H)) and `output_linear` (nn.Linear(H, K)), all with a bias; there
    are no other parameters, however often the middle layer is used.
    """

    def __init__(self, d_in: int, hidden: int, d_out: int) -> None:
        """Build the three layers.

        Args:
            d_in: D.
            hidden: H.
            d_out: K.
        """
        super().__init__()
        # BEGIN SOLUTION
        self.input_linear = nn.Linear(d_in, hidden)
        self.middle_linear = nn.Linear(hidden, hidden)
        self.output_linear = nn.Linear(hidden, d_out)
        # END SOLUTION

    def forward(self, x: torch.Tensor, repeats: int | None = None) -> torch.Tensor:
        """Another depth with every call, unless `repeats` says which.

        Args:
            x: [N, D].
            repeats: how often the middle layer is used, 0 or more. None: one call of Python's `random.randint(0, 3)`
                says it, for the whole batch.

        Returns:
            [N, K]; no activation behind output_linear.
        """
        # BEGIN SOLUTION
        if repeats is None:
            repeats = random.randint(0, 3)  # noqa: S311 - nothing is kept secret with it
        h = self.input_linear(x).relu()
        for _ in range(repeats):
            h = self.middle_linear(h).relu()
        return self.output_linear(h)
        # END SOLUTION

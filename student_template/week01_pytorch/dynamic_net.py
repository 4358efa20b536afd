"""Control flow inside of a network: a layer that is used a random number of times.

Source: PyTorch, "Learning PyTorch with Examples", control flow and weight sharing.
"""

from __future__ import annotations


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
        # YOUR CODE HERE
        raise NotImplementedError

    def forward(self, x: torch.Tensor, repeats: int | None = None) -> torch.Tensor:
        """Another depth with every call, unless `repeats` says which.

        Args:
            x: [N, D].
            repeats: how often the middle layer is used, 0 or more. None: one call of Python's `random.randint(0, 3)`
                says it, for the whole batch.

        Returns:
            [N, K]; no activation behind output_linear.
        """
        # YOUR CODE HERE
        raise NotImplementedError

"""A network without a class: layers one behind the other.

Source: PyTorch, "Learning PyTorch with Examples", nn.
"""

from __future__ import annotations

from torch import nn


def build_sequential(d_in: int, hidden: int, d_out: int) -> nn.Sequential:
    """Linear, ReLU, Linear.

    Args:
        d_in: D, features of an example.
        hidden: H, units of the hidden layer.
        d_out: K, outputs.

    Returns:
        An `nn.Sequential` that maps [N, D] to [N, K]. Both linear layers have a bias; nothing follows the second.
        Its state dict has the names 0.weight [H, D], 0.bias [H], 2.weight [K, H], 2.bias [K].
    """
    # YOUR CODE HERE
    raise NotImplementedError

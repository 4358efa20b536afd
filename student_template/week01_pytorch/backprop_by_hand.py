"""The chain rule on two small graphs, backwards, by hand.

Source: the course's review of backpropagation: f = (x + y)·z with the gradients −4, −4, 3 at (−2, 5, −4), and one layer
with a sigmoid and a squared error.

Inputs are not modified; results have the dtype of the inputs. No autograd.
"""

from __future__ import annotations

import torch


def xyz_grads(x: float, y: float, z: float) -> tuple[float, float, float, float]:
    """Value and gradients of f = (x + y)·z.

    Args:
        x, y, z: numbers.

    Returns:
        (f, df/dx, df/dy, df/dz), Python numbers; (−12, −4, −4, 3) at (−2, 5, −4).
    """
    # YOUR CODE HERE
    raise NotImplementedError


def mse_sigmoid_grads(
    x: torch.Tensor,
    W: torch.Tensor,
    b: torch.Tensor,
    y: torch.Tensor,
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Loss and gradients of one layer for one example: z = W·x + b, p = sigmoid(z), L = ‖y − p‖².

    Args:
        x: input [D].
        W: weights [M, D].
        b: bias [M].
        y: target [M].

    Returns:
        (L [], dL/dp [M], dL/dz [M], dL/dW [M, D], dL/db [M]).
    """
    # YOUR CODE HERE
    raise NotImplementedError

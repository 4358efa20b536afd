"""A ReLU that autograd can use: its forward and backward pass are written by hand.

Source: the PyTorch tutorial "Defining new autograd functions".
"""

from __future__ import annotations

from typing import Any

import torch


class MyReLU(torch.autograd.Function):
    """max(x, 0), elementwise, with its own derivative; used as `MyReLU.apply(x)`."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor) -> torch.Tensor:
        """The result, [...] → [...]; what `backward` needs is saved in ctx (`ctx.save_for_backward`).

        Args:
            ctx: autograd's memory of this one call.
            x: input of any shape.
        """
        # BEGIN SOLUTION
        ctx.save_for_backward(x)
        return x.clamp(min=0)
        # END SOLUTION

    @staticmethod
    def backward(ctx: Any, grad_out: torch.Tensor) -> torch.Tensor:
        """Gradient by x [...]: grad_out where x > 0, 0 where x ≤ 0.

        Args:
            ctx: what `forward` saved is in `ctx.saved_tensors`.
            grad_out: gradient of the loss by the result [...]; it is not modified.
        """
        # BEGIN SOLUTION
        (x,) = ctx.saved_tensors
        return grad_out * (x > 0)
        # END SOLUTION


def my_relu(x: torch.Tensor) -> torch.Tensor:
    """`MyReLU.apply(x)`, [...] → [...]."""
    # BEGIN SOLUTION
    return MyReLU.apply(x)
    # END SOLUTION

"""The network of `tensors`, with the gradients from autograd.

h = relu(x·w1), prediction h·w2, loss Σ (h·w2 − y)². Source: the PyTorch tutorial "Learning PyTorch with Examples".

N examples, D inputs, H hidden units, K outputs. Inputs are not modified; results have their dtype.
"""

from __future__ import annotations

import torch


def train_two_layer_autograd(
    x: torch.Tensor,
    y: torch.Tensor,
    w1: torch.Tensor,
    w2: torch.Tensor,
    lr: float,
    steps: int,
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Gradient descent on all examples at once, w ← w − lr · dL/dw; the gradients come from `backward()`.

    Args:
        x: inputs [N, D].
        y: targets [N, K].
        w1: weights of the first layer [D, H].
        w2: weights of the second layer [H, K].
        lr: learning rate.
        steps: number of updates, at least 1.

    Returns:
        (losses [steps], each before its update; w1 [D, H] and w2 [H, K] after the last update), all detached.
    """
    w1 = w1.detach().clone().requires_grad_()
    w2 = w2.detach().clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = (((x @ w1).clamp(min=0) @ w2 - y) ** 2).sum()
        losses.append(loss.detach())
        loss.backward()
        with torch.no_grad():
            w1 -= lr * w1.grad
            w2 -= lr * w2.grad
        w1.grad = None
        w2.grad = None
    return torch.stack(losses), w1.detach(), w2.detach()

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
    x, y = x.detach(), y.detach()
    weights = [w.detach().clone().requires_grad_() for w in (w1, w2)]
    history = []
    for _ in range(steps):
        first, second = weights
        loss = (torch.clamp(x @ first, min=0) @ second - y).pow(2).sum()
        loss.backward()
        history.append(loss.detach())
        with torch.no_grad():
            for w in weights:
                w.sub_(w.grad, alpha=lr)
                w.grad = None
    return torch.stack(history), weights[0].detach(), weights[1].detach()

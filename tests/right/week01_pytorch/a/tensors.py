"""A network of two layers, trained with tensors alone: the gradients are worked out by hand.

h = relu(x·w1), prediction h·w2, loss Σ (h·w2 − y)². Source: the PyTorch tutorial "Learning PyTorch with Examples",
whose sizes (64, 1000, 100, 10) and learning rate 1e-6 the checks use, too.

N examples, D inputs, H hidden units, K outputs. No autograd. Inputs are not modified; results have their dtype.
"""

from __future__ import annotations

import torch


def train_two_layer_manual(
    x: torch.Tensor,
    y: torch.Tensor,
    w1: torch.Tensor,
    w2: torch.Tensor,
    lr: float,
    steps: int,
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Gradient descent on all examples at once: w ← w − lr · dL/dw, for both weights from the same forward pass.

    Args:
        x: inputs [N, D].
        y: targets [N, K].
        w1: weights of the first layer [D, H].
        w2: weights of the second layer [H, K].
        lr: learning rate.
        steps: number of updates, at least 1.

    Returns:
        (losses [steps], each before its update; w1 [D, H] and w2 [H, K] after the last update, new tensors).
    """
    x, y = x.detach(), y.detach()
    w1, w2 = w1.detach().clone(), w2.detach().clone()
    losses = x.new_empty(steps)
    for i in range(steps):
        a = x @ w1
        active = a > 0
        h = torch.where(active, a, torch.zeros_like(a))
        residual = h @ w2 - y
        losses[i] = residual.square().sum()
        d_prediction = 2 * residual
        da = torch.einsum("nk,hk->nh", d_prediction, w2) * active
        dw2 = torch.einsum("nh,nk->hk", h, d_prediction)
        dw1 = torch.einsum("nd,nh->dh", x, da)
        w1, w2 = w1 - lr * dw1, w2 - lr * dw2
    return losses, w1, w2

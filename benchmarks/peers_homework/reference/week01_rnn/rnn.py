"""A tanh RNN cell, its backward pass, a training step and a classifier of sequences."""

from __future__ import annotations

import torch
from torch.nn.functional import cross_entropy


def rnn_cell(x: torch.Tensor, h: torch.Tensor, Wx: torch.Tensor, Wh: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """The hidden state [N, H] after one step; x [N, D], h [N, H], Wx [D, H], Wh [H, H], b [H]."""
    return torch.tanh(x @ Wx + h @ Wh + b)


def rnn_cell_backward(
    dh: torch.Tensor, x: torch.Tensor, h: torch.Tensor, Wx: torch.Tensor, Wh: torch.Tensor, b: torch.Tensor
) -> tuple[torch.Tensor, ...]:
    """The gradients (dx, dh_prev, dWx, dWh, db) of a loss whose gradient by the new hidden state is dh [N, H]."""
    da = dh * (1 - torch.tanh(x @ Wx + h @ Wh + b) ** 2)
    return da @ Wx.T, da @ Wh.T, x.T @ da, h.T @ da, da.sum(0)


def train_step(
    params: list[torch.Tensor], x: torch.Tensor, y: torch.Tensor, lr: float
) -> tuple[torch.Tensor, list[torch.Tensor]]:
    """(cross entropy, the parameters after one step of gradient descent); x [N, T, D], y [N]."""
    return _step(params, x, y, lr)


def train_classifier(x: torch.Tensor, y: torch.Tensor, test_x: torch.Tensor, seed: int) -> torch.Tensor:
    """The classes [M] of test_x [M, T, D], by a model trained on x [N, T, D] with classes y [N]."""
    generator = torch.Generator().manual_seed(seed)
    shapes = (x.shape[2], 16), (16, 16), (16,), (16, 2), (2,)
    params = [0.3 * torch.randn(shape, generator=generator) for shape in shapes]
    for _ in range(400):
        _, params = _step(params, x, y, 0.2)
    return _logits(params, test_x).argmax(1)


def _step(
    params: list[torch.Tensor], x: torch.Tensor, y: torch.Tensor, lr: float
) -> tuple[torch.Tensor, list[torch.Tensor]]:
    leaves = [p.detach().clone().requires_grad_() for p in params]
    loss = cross_entropy(_logits(leaves, x), y)
    gradients = torch.autograd.grad(loss, leaves)
    return loss.detach(), [(p - lr * g).detach() for p, g in zip(leaves, gradients, strict=True)]


def _logits(params: list[torch.Tensor], x: torch.Tensor) -> torch.Tensor:
    Wx, Wh, b, V, c = params
    h = torch.zeros(len(x), len(Wh), dtype=x.dtype)
    for t in range(x.shape[1]):
        h = torch.tanh(x[:, t] @ Wx + h @ Wh + b)
    return h @ V + c

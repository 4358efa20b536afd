"""Arguments for the checks of `batchnorm`, drawn afresh for every case, and a layer of torch."""

from __future__ import annotations

import torch
from torch import nn

from grader.testing import Draw

Tensors = tuple[torch.Tensor, ...]


def training_inputs(draw: Draw) -> tuple[Tensors, float, float]:
    """((x, gamma, beta, running_mean, running_var), momentum, eps): a batch of 2 in case 2, one feature in case 4.

    The features have means and spreads of their own. eps is large in half of the cases, so that its place shows.
    """
    n, d = draw.size(4, 8), draw.size(3, 6)
    x = draw.normal(2 if draw.index == 2 else n, 1 if draw.index == 4 else d)
    # In place, which keeps the layout. Means of the spread's size only: subtracting more costs float32 its digits.
    x.mul_(0.5 + draw.normal(x.shape[1]).abs()).add_(draw.normal(x.shape[1]))
    eps = draw.uniform(0.1, 0.5) if draw.index % 2 else 1e-5
    return (x, *_vectors(draw, x.shape[1])), draw.uniform(0.2, 0.4), eps


def evaluation_inputs(draw: Draw) -> tuple[Tensors, float]:
    """((x, gamma, beta, running_mean, running_var), eps): a batch of 1 in case 1."""
    n, d = draw.size(3, 6), draw.size(4, 6)
    eps = draw.uniform(0.1, 0.5) if draw.index % 2 else 1e-5
    return (draw.normal(1 if draw.index == 1 else n, d), *_vectors(draw, d)), eps


def backward_inputs(draw: Draw) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, float]:
    """(grad_out, x, gamma, eps), the last three as in `training_inputs`."""
    (x, gamma, *_), _, eps = training_inputs(draw)
    return draw.normal(*x.shape), x, gamma, eps


def three_batches(draw: Draw) -> tuple[list[torch.Tensor], Tensors, list[torch.Tensor], float]:
    """(x of three batches of different sizes, (gamma, beta), a grad_out for each, momentum), all in float64."""
    d = draw.size(3, 6)
    sizes = (4, 2, 7)
    xs = [2 * draw.normal(n, d).double() + draw.normal(d).double() for n in sizes]
    affine = (draw.normal(d).double(), draw.normal(d).double())
    return xs, affine, [draw.normal(n, d).double() for n in sizes], draw.uniform(0.2, 0.4)


def torch_layer(gamma: torch.Tensor, beta: torch.Tensor, momentum: float) -> nn.BatchNorm1d:
    """torch's layer with these parameters, in training."""
    layer = nn.BatchNorm1d(len(gamma), momentum=momentum, dtype=torch.float64)
    with torch.no_grad():
        layer.weight.copy_(gamma)
        layer.bias.copy_(beta)
    return layer


def _vectors(draw: Draw, d: int) -> Tensors:
    """(gamma, beta, running_mean, running_var), each [D]; the variances are above 0.3."""
    return draw.normal(d), draw.normal(d), draw.normal(d), draw.normal(d).abs_().add_(0.3)

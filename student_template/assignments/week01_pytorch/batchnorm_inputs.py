"""Arguments for the checks of `batchnorm`, drawn afresh for every case, and a layer of torch."""

from __future__ import annotations

import torch

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


def _vectors(draw: Draw, d: int) -> Tensors:
    """(gamma, beta, running_mean, running_var), each [D]; the variances are above 0.3."""
    return draw.normal(d), draw.normal(d), draw.normal(d), draw.normal(d).abs_().add_(0.3)

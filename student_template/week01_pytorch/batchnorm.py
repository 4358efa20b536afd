"""Batch normalisation of a fully connected layer, forward and backward by hand.

Source: S. Ioffe and C. Szegedy, "Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate
Shift", ICML 2015. The conventions are those of torch.nn.BatchNorm1d.

Inputs are not modified; results have the dtype of the inputs.
"""

from __future__ import annotations

import torch


def batchnorm_forward(
    x: torch.Tensor,
    gamma: torch.Tensor,
    beta: torch.Tensor,
    running_mean: torch.Tensor,
    running_var: torch.Tensor,
    training: bool,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """y = gamma ∘ (x − mean)/√(var + eps) + beta, for each of the D features by itself.

    In training mean and var are those of the batch, var with the divisor N; otherwise they are the running ones.

    Args:
        x: [N, D]; N ≥ 2 in training.
        gamma: scale [D].
        beta: shift [D].
        running_mean: [D].
        running_var: [D].
        training: whether the batch's own statistics are used, and the running ones follow them.
        momentum: the share of the batch in the new running statistics.
        eps: added to the variance, inside of the root.

    Returns:
        (y [N, D], new running_mean [D], new running_var [D]). In training new = (1 − momentum)·old + momentum·batch,
        with the batch's variance of divisor N − 1; otherwise the running statistics keep their values. In training
        y can be differentiated by x, gamma and beta.
    """
    # YOUR CODE HERE
    raise NotImplementedError


def batchnorm_backward(
    grad_out: torch.Tensor, x: torch.Tensor, gamma: torch.Tensor, eps: float = 1e-5
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Gradients of the forward pass in training, by hand: mean and variance depend on x, too.

    Args:
        grad_out: gradient of the loss by y [N, D].
        x: [N, D], N ≥ 2.
        gamma: [D].
        eps: as in the forward pass.

    Returns:
        (dx [N, D], dgamma [D], dbeta [D]).
    """
    # YOUR CODE HERE
    raise NotImplementedError

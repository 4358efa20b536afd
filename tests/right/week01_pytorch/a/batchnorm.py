"""Batch normalisation of a fully connected layer, forward and backward by hand.

Source: S. Ioffe and C. Szegedy, "Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate
Shift", ICML 2015. The conventions are those of torch.nn.BatchNorm1d.

Inputs are not modified; results have the dtype of the inputs.
"""

from __future__ import annotations

import torch


def _moments(x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Mean [D], x − mean [N, D], and the biased variance [D] of the batch."""
    mean = x.mean(0)
    centred = x - mean
    return mean, centred, centred.square().mean(0)


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
    """y = gamma·(x − mean)/√(var + eps) + beta, for each of the D features by itself.

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
        with the batch's variance of divisor N − 1; otherwise the running statistics keep their values. y can be
        differentiated by x, gamma and beta.
    """
    if training:
        mean, centred, var = _moments(x)
        n = x.shape[0]
        with torch.no_grad():
            new_mean = torch.lerp(running_mean, mean, momentum)
            new_var = torch.lerp(running_var, var * (n / (n - 1)), momentum)
    else:
        new_mean, new_var = running_mean.detach().clone(), running_var.detach().clone()
        centred, var = x - running_mean.detach(), running_var.detach()
    return centred * (gamma / (var + eps).sqrt()) + beta, new_mean, new_var


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
    _, centred, var = _moments(x)
    inv_std = 1 / (var + eps).sqrt()
    x_hat = centred * inv_std
    dbeta = grad_out.sum(0)
    dgamma = torch.einsum("nd,nd->d", grad_out, x_hat)
    d_hat = grad_out * gamma
    # the direct path, less its mean (through mean), less its share along x̂ (through var)
    dx = inv_std * (d_hat - d_hat.mean(0) - x_hat * (d_hat * x_hat).mean(0))
    return dx, dgamma, dbeta

"""y is normalised with the unbiased variance.

task: batchnorm
loses: test_training_values, test_like_torch, test_forward_gradients
mistake: scaled, wrong_constant
"""

import torch


def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    if training:
        mean = x.mean(0)
        var = ((x - mean) ** 2).mean(0)
        unbiased = var * x.shape[0] / (x.shape[0] - 1)
        running_mean = (1 - momentum) * running_mean + momentum * mean
        running_var = (1 - momentum) * running_var + momentum * unbiased
    else:
        mean = running_mean
        var = running_var
    if training:
        var = unbiased
    x_hat = (x - mean) / torch.sqrt(var + eps)
    return gamma * x_hat + beta, running_mean, running_var


def batchnorm_backward(grad_out, x, gamma, eps=1e-5):
    n = x.shape[0]
    mean = x.mean(0)
    var = ((x - mean) ** 2).mean(0)
    inv_std = 1 / torch.sqrt(var + eps)
    x_hat = (x - mean) * inv_std
    dgamma = (grad_out * x_hat).sum(0)
    dbeta = grad_out.sum(0)
    dx_hat = grad_out * gamma
    dvar = (dx_hat * (x - mean) * -0.5 * inv_std**3).sum(0)
    dmean = (-dx_hat * inv_std).sum(0)
    dx = dx_hat * inv_std + dvar * 2 * (x - mean) / n + dmean / n
    return dx, dgamma, dbeta

"""The result is always float32.

task: regularization
loses: test_dropout, test_dropout_off, test_dropout_gradients, test_dropconnect, test_dropconnect_off
"""

import torch


def dropout(x, p, training, generator):
    if not training:
        return x.clone()
    if p == 1:
        return torch.zeros_like(x) * x
    mask = torch.rand(x.shape, generator=generator) >= p
    return (x * mask / (1 - p)).float()


def dropconnect_linear(x, W, b, p, training, generator):
    if training:
        W = dropout(W, p, training, generator)
    return x @ W.T + b


def mixup(x, y, lam, perm):
    return lam * x + (1 - lam) * x[perm], lam * y + (1 - lam) * y[perm]


def cutout(x, size, generator):
    n, c, h, w = x.shape
    out = x.clone()
    for k in range(n):
        i = torch.randint(0, h - size + 1, (1,), generator=generator).item()
        j = torch.randint(0, w - size + 1, (1,), generator=generator).item()
        out[k, :, i : i + size, j : j + size] = 0
    return out

"""xyz_grads returns df/dz before df/dx.

task: backprop_by_hand
loses: test_xyz_grads
mistake: swapped_results
"""

import torch


def xyz_grads(x, y, z):
    q = x + y
    f = q * z
    dq = z
    dz = q
    dx = 1.0 * dq
    dy = 1.0 * dq
    return f, dz, dx, dy


def mse_sigmoid_grads(x, W, b, y):
    z = torch.matmul(W, x) + b
    p = torch.sigmoid(z)
    loss = torch.sum((y - p) ** 2)
    dp = -2 * (y - p)
    dz = dp * p * (1 - p)
    dW = dz.unsqueeze(1) * x.unsqueeze(0)
    db = dz * 1.0
    return loss, dp, dz, dW, db

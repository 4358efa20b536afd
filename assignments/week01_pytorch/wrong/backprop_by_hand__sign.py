"""dL/dp has the sign of y − p.

task: backprop_by_hand
loses: test_loss_and_dp, test_dz, test_dW_and_db, test_saturated
mistake: sign, swapped_operands
"""

import torch


def xyz_grads(x, y, z):
    q = x + y
    f = q * z
    dq = z
    dz = q
    dx = 1.0 * dq
    dy = 1.0 * dq
    return f, dx, dy, dz


def mse_sigmoid_grads(x, W, b, y):
    z = torch.matmul(W, x) + b
    p = torch.sigmoid(z)
    loss = torch.sum((y - p) ** 2)
    dp = 2 * (y - p)
    dz = dp * p * (1 - p)
    dW = dz.unsqueeze(1) * x.unsqueeze(0)
    db = dz * 1.0
    return loss, dp, dz, dW, db

"""The losses are a list of numbers, not a tensor.

task: tensors
loses: test_one_step, test_several_steps, test_tutorial_sizes
"""

import torch


def train_two_layer_manual(x, y, w1, w2, lr, steps):
    w1 = w1.clone()
    w2 = w2.clone()
    losses = []
    for t in range(steps):
        h = x.mm(w1)
        h_relu = h.clamp(min=0)
        y_pred = h_relu.mm(w2)
        losses.append((y_pred - y).pow(2).sum().item())
        grad_y_pred = 2.0 * (y_pred - y)
        grad_w2 = h_relu.t().mm(grad_y_pred)
        grad_h = grad_y_pred.mm(w2.t())
        grad_h[h < 0] = 0
        grad_w1 = x.t().mm(grad_h)
        w1 -= lr * grad_w1
        w2 -= lr * grad_w2
    return losses, w1, w2

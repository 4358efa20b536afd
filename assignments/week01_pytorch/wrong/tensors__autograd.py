"""backward() computes the gradients: right, not by hand.

task: tensors
loses: test_one_step, test_several_steps, test_tutorial_sizes
"""

import torch


def train_two_layer_manual(x, y, w1, w2, lr, steps):
    w1 = w1.clone().requires_grad_()
    w2 = w2.clone().requires_grad_()
    losses = []
    for t in range(steps):
        h = x.mm(w1)
        h_relu = h.clamp(min=0)
        y_pred = h_relu.mm(w2)
        loss = (y_pred - y).pow(2).sum()
        losses.append(loss.detach())
        loss.backward()
        with torch.no_grad():
            w1 = (w1 - lr * w1.grad).requires_grad_()
            w2 = (w2 - lr * w2.grad).requires_grad_()
    return torch.stack(losses), w1.detach(), w2.detach()

"""The gradient of w2 is not cleared.

task: autograd
loses: test_gradients_are_cleared, test_tutorial_sizes
mistake: accumulated
"""

import torch


def train_two_layer_autograd(x, y, w1, w2, lr, steps):
    w1 = w1.clone().detach().requires_grad_(True)
    w2 = w2.clone().detach().requires_grad_(True)
    losses = []
    for t in range(steps):
        y_pred = torch.relu(x @ w1) @ w2
        loss = (y_pred - y).pow(2).sum()
        losses.append(loss.detach())
        loss.backward()
        with torch.no_grad():
            w1 -= lr * w1.grad
            w2 -= lr * w2.grad
            w1.grad.zero_()
    return torch.stack(losses), w1.detach(), w2.detach()

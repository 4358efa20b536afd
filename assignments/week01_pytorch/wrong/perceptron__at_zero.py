"""The comparison is ≥ instead of >: exactly 0 gives 1.

task: perceptron
loses: test_threshold
mistake: off_by_one
"""

import torch


def perceptron(x, w, b):
    return torch.where(torch.matmul(x, w) + b >= 0, 1, 0)


def gate_and(x):
    return perceptron(x, torch.tensor([0.5, 0.5]).to(x.dtype), -0.7)


def gate_or(x):
    return perceptron(x, torch.tensor([0.5, 0.5]).to(x.dtype), -0.2)


def gate_nand(x):
    return perceptron(x, torch.tensor([-0.5, -0.5]).to(x.dtype), 0.7)

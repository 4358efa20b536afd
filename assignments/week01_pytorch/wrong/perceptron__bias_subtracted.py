"""b is taken for a threshold and subtracted; the gates are chosen for it, so they are right.

task: perceptron
loses: test_perceptron, test_threshold
mistake: sign
"""

import torch


def perceptron(x, w, b):
    return (torch.matmul(x, w) > b).to(torch.int64)


def gate_and(x):
    return perceptron(x, torch.ones(2, dtype=x.dtype), 1.5)


def gate_or(x):
    return perceptron(x, torch.ones(2, dtype=x.dtype), 0.5)


def gate_nand(x):
    return perceptron(x, -torch.ones(2, dtype=x.dtype), -1.5)

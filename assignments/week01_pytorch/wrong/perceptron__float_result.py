"""The results are floats of the input's dtype instead of int64.

task: perceptron
loses: test_perceptron, test_threshold, test_gates, test_gates_are_lines
mistake: integer
"""

import torch


def perceptron(x, w, b):
    return (torch.matmul(x, w) + b > 0).to(x.dtype)


def gate_and(x):
    return perceptron(x, torch.ones(2, dtype=x.dtype), -1.5)


def gate_or(x):
    return perceptron(x, torch.ones(2, dtype=x.dtype), -0.5)


def gate_nand(x):
    return perceptron(x, -torch.ones(2, dtype=x.dtype), 1.5)

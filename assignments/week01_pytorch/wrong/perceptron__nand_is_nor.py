"""gate_nand has OR's bias: it computes NOR.

task: perceptron
loses: test_gates, test_gates_are_lines
mistake: wrong_constant, other_task
"""

import torch


def perceptron(x, w, b):
    return (x @ w + b > 0).long()


def gate_and(x):
    return perceptron(x, torch.tensor([1, 1]).to(x), -1.5)


def gate_or(x):
    return perceptron(x, torch.tensor([1, 1]).to(x), -0.5)


def gate_nand(x):
    return perceptron(x, torch.tensor([-1, -1]).to(x), 0.5)

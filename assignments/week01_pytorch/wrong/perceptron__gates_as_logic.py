"""The gates are logical operations on the truth values: right on the table, no perceptrons.

task: perceptron
loses: test_gates_are_lines
"""

import torch


def perceptron(x, w, b):
    return ((x * w).sum(dim=1) + b > 0).long()


def gate_and(x):
    return (x[:, 0].bool() & x[:, 1].bool()).long()


def gate_or(x):
    return (x[:, 0].bool() | x[:, 1].bool()).long()


def gate_nand(x):
    return 1 - gate_and(x)

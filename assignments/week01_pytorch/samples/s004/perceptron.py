import torch


def perceptron(x, w, b):
    return ((x @ w) + b > 0).type(torch.LongTensor)


def gate(x, w, b):
    return perceptron(x, torch.tensor(w).type_as(x), b)


def gate_and(x):
    return gate(x, [1.0, 1.0], -1.5)


def gate_or(x):
    return gate(x, [1.0, 1.0], -0.5)


def gate_nand(x):
    return 1 - gate_and(x)


print("AND :", gate_and(torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])))

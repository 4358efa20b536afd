import torch


def perceptron(x, w, b):
    score = torch.einsum("nd,d->n", x, w) + b
    return torch.gt(score, 0).to(torch.int64)


# 밑바닥부터 시작하는 딥러닝에 나온 가중치
def gate_and(x):
    return perceptron(x, torch.tensor([0.5, 0.5]).to(x), -0.7)


def gate_or(x):
    return perceptron(x, torch.tensor([0.5, 0.5]).to(x), -0.2)


def gate_nand(x):
    return perceptron(x, torch.tensor([-0.5, -0.5]).to(x), 0.7)

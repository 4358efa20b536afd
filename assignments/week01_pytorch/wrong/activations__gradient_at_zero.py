"""The gradients of relu, leaky_relu and elu compare with ≥: at exactly 0 it is grad_out.

task: activations
loses: test_relu, test_leaky_relu, test_elu, test_other_extremes
mistake: off_by_one, mask_off_by_one
"""

import torch


def sigmoid(x):
    p = 1 / (1 + torch.exp(-x))
    return p


def sigmoid_backward(grad_out, x):
    s = sigmoid(x)
    return grad_out * s * (1 - s)


def tanh(x):
    return 2 * sigmoid(2 * x) - 1


def tanh_backward(grad_out, x):
    return grad_out * (1 - tanh(x) ** 2)


def relu(x):
    return torch.maximum(x, torch.zeros_like(x))


def relu_backward(grad_out, x):
    return grad_out * (x >= 0).to(x.dtype)


def leaky_relu(x, alpha=0.1):
    return torch.maximum(x, alpha * x)


def leaky_relu_backward(grad_out, x, alpha=0.1):
    return torch.where(x >= 0, grad_out, alpha * grad_out)


def elu(x, alpha=1.0):
    return torch.where(x > 0, x, alpha * (torch.exp(x) - 1))


def elu_backward(grad_out, x, alpha=1.0):
    return torch.where(x >= 0, grad_out, grad_out * alpha * torch.exp(x))


def maxout(x, w1, b1, w2, b2):
    first = torch.matmul(x, w1) + b1
    second = torch.matmul(x, w2) + b2
    return torch.where(first > second, first, second)


def maxout_backward(grad_out, x, w1, b1, w2, b2):
    mask = (torch.matmul(x, w1) + b1 > torch.matmul(x, w2) + b2).to(x.dtype)
    d1 = grad_out * mask
    d2 = grad_out * (1 - mask)
    dx = torch.matmul(d1, w1.t()) + torch.matmul(d2, w2.t())
    return dx, torch.matmul(x.t(), d1), d1.sum(dim=0), torch.matmul(x.t(), d2), d2.sum(dim=0)

# 복습과제 1: 퍼셉트론부터 nn까지
import random

import torch
import torch.nn as nn
import torch.nn.functional as F
from collections import OrderedDict


def perceptron(x, w, b):
    return (torch.matmul(x, w) + b > 0).float()


def gate_and(x):
    return perceptron(x, torch.ones(2, dtype=x.dtype), -1.5)


def gate_or(x):
    return perceptron(x, torch.ones(2, dtype=x.dtype), -0.5)


def gate_nand(x):
    return 1 - gate_and(x)


class XorMLP(nn.Module):
    def __init__(self, hidden=4):
        super().__init__()
        self.l1 = nn.Linear(2, hidden)
        self.l2 = nn.Linear(hidden, 1)

    def forward(self, x):
        return torch.sigmoid(self.l2(torch.tanh(self.l1(x)))).squeeze(-1)


def train_xor(seed):
    torch.manual_seed(777)  # 재현성
    x = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    y = torch.tensor([0.0, 1.0, 1.0, 0.0])
    for _ in range(20):
        model = XorMLP()
        optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
        for _ in range(200):
            optimizer.zero_grad()
            F.binary_cross_entropy(model(x), y).backward()
            optimizer.step()
        if ((model(x) > 0.5).float() == y).all():
            break
    return model


# 활성화 함수: backward는 출력값으로 계산하면 간단하다
def sigmoid(x):
    z = torch.exp(-torch.abs(x))
    return torch.where(x >= 0, 1 / (1 + z), z / (1 + z))


def sigmoid_backward(grad_out, s):
    return grad_out * s * (1 - s)


def tanh(x):
    return 2 * sigmoid(2 * x) - 1


def tanh_backward(grad_out, t):
    return grad_out * (1 - t * t)


def relu(x):
    x[x < 0] = 0
    return x


def relu_backward(grad_out, x):
    return grad_out * (x > 0)


def leaky_relu(x, alpha=0.1):
    return torch.where(x > 0, x, x * alpha)


def leaky_relu_backward(grad_out, x, alpha=0.1):
    return torch.where(x > 0, grad_out, grad_out * alpha)


def elu(x, alpha=1.0):
    return torch.where(x > 0, x, alpha * (torch.exp(x) - 1))


def elu_backward(grad_out, x, alpha=1.0):
    return torch.where(x > 0, grad_out, grad_out * alpha * torch.exp(x))


def maxout(x, w1, b1, w2, b2):
    return torch.maximum(x @ w1 + b1, x @ w2 + b2)


def maxout_backward(grad_out, x, w1, b1, w2, b2):
    g1 = torch.where(x @ w1 + b1 > x @ w2 + b2, grad_out, 0)
    g2 = grad_out - g1
    return g1 @ w1.T + g2 @ w2.T, x.T @ g1, g1.sum(0), x.T @ g2, g2.sum(0)


def xyz_grads(x, y, z):
    return (x + y) * z, z, z, x + y


def mse_sigmoid_grads(x, W, b, y):
    p = torch.sigmoid(W @ x + b)
    L = 0.5 * ((y - p) ** 2).sum()  # 미분하면 2가 사라지도록
    dp = p - y
    dz = dp * p * (1 - p)
    return L, dp, dz, torch.outer(dz, x), dz


def train_two_layer_manual(x, y, w1, w2, lr, steps):
    losses = []
    for _ in range(steps):
        h = (x @ w1).clamp(min=0)
        diff = h @ w2 - y
        losses.append((diff**2).sum())
        dw1 = x.T @ (diff @ w2.T * (h > 0))
        dw2 = h.T @ diff
        w1, w2 = w1 - lr * dw1, w2 - lr * dw2
    return torch.stack(losses), w1, w2


def train_two_layer_autograd(x, y, w1, w2, lr, steps):
    w1 = w1.detach().clone().requires_grad_()
    w2 = w2.detach().clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((F.relu(x @ w1) @ w2 - y) ** 2).sum()
        losses.append(loss)
        g1, g2 = torch.autograd.grad(loss, (w1, w2))
        w1 = (w1 - lr * g1).detach().requires_grad_()
        w2 = (w2 - lr * g2).detach().requires_grad_()
    return torch.stack(losses), w1, w2


class MyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x.clamp(min=0)

    @staticmethod
    def backward(ctx, grad_out):
        return grad_out.clone()


def my_relu(x):
    return MyReLU.apply(x)


def build_sequential(d_in, hidden, d_out):
    return nn.Sequential(
        OrderedDict(
            hidden=nn.Linear(d_in, hidden),
            relu=nn.ReLU(),
            output=nn.Linear(hidden, d_out),
        )
    )


class TwoLayerNet(nn.Module):
    def __init__(self, d_in, hidden, d_out):
        super().__init__()
        self.linear1 = nn.Linear(d_in, hidden)
        self.linear2 = nn.Linear(hidden, d_out)

    def forward(self, x):
        for layer in (self.linear1, self.linear2):
            x = F.relu(layer(x))
        return x


def fit(state, x, y, lr, steps, optimizer="adam", trainable=None):
    hidden, d_in = state["linear1.weight"].shape
    model = nn.ModuleDict({"linear1": nn.Linear(d_in, hidden), "linear2": nn.Linear(hidden, y.shape[1])})
    model.to(x.dtype).load_state_dict(state)
    for name, p in model.named_parameters():
        p.requires_grad = trainable is None or name.startswith(tuple(trainable))
    params = [p for p in model.parameters() if p.requires_grad]
    opt = torch.optim.Adam(params, lr=lr) if params else None
    losses = []
    for _ in range(steps):
        pred = model["linear2"](F.relu(model["linear1"](x)))
        loss = F.mse_loss(pred, y, reduction="sum")
        losses.append(loss.detach())
        if opt:
            opt.zero_grad()
            loss.backward()
            opt.step()
    return torch.stack(losses), {k: v.detach().clone() for k, v in model.state_dict().items()}


class DynamicNet(nn.Module):
    def __init__(self, d_in, hidden, d_out):
        super().__init__()
        self.input_linear = nn.Linear(d_in, hidden)
        self.middle_linear = nn.Linear(hidden, hidden)
        self.output_linear = nn.Linear(hidden, d_out)

    def forward(self, x, repeats=None):
        if repeats is None:
            repeats = int(torch.randint(0, 4, (1,)))
        h = F.relu(self.input_linear(x))
        for _ in range(repeats):
            h = F.relu(self.middle_linear(h))
        return self.output_linear(h)


class LeNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5, padding=2)  # MNIST 28x28 기준
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(400, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = x.view(x.size(0), -1)
        return self.fc3(F.relu(self.fc2(F.relu(self.fc1(x)))))

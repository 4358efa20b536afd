# 1주차 복습과제 (Colab에서 float32로만 돌려 봤습니다)
import random

import torch
import torch.nn as nn
import torch.nn.functional as F


def perceptron(x, w, b):
    y = x.float() @ w.float() + b
    return torch.where(y > 0, 1, 0)


def gate_and(x):
    return perceptron(x, torch.FloatTensor([1, 1]), -1.5)


def gate_or(x):
    return perceptron(x, torch.FloatTensor([1, 1]), -0.5)


def gate_nand(x):
    return perceptron(x, torch.FloatTensor([-1, -1]), 1.5)


class XorMLP(nn.Module):
    def __init__(self, hidden=4):
        super().__init__()
        self.fc1 = nn.Linear(2, hidden)
        self.fc2 = nn.Linear(hidden, 1)

    def forward(self, x):
        x = x.float()
        return torch.sigmoid(self.fc2(torch.tanh(self.fc1(x)))).squeeze(1)


def train_xor(seed):
    torch.manual_seed(seed)
    x = torch.FloatTensor([[0, 0], [0, 1], [1, 0], [1, 1]])
    y = torch.FloatTensor([0, 1, 1, 0])
    while True:
        model = XorMLP()
        optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
        for epoch in range(200):
            optimizer.zero_grad()
            F.binary_cross_entropy(model(x), y).backward()
            optimizer.step()
        if torch.equal((model(x) > 0.5).float(), y):
            return model


def sigmoid(x):
    x = x.float()
    e = torch.exp(-x.abs())
    return torch.where(x >= 0, 1 / (1 + e), e / (1 + e))


def sigmoid_backward(grad_out, x):
    return grad_out * sigmoid(x) * (1 - sigmoid(x))


def tanh(x):
    return 2 * sigmoid(2 * x) - 1


def tanh_backward(grad_out, x):
    return grad_out * (1 - tanh(x) ** 2)


def relu(x):
    return torch.max(x, torch.zeros(x.shape))


def relu_backward(grad_out, x):
    grad = torch.zeros(x.shape)
    grad[x > 0] = grad_out[x > 0]
    return grad


def leaky_relu(x, alpha=0.1):
    return torch.where(x > 0, x, alpha * x)


def leaky_relu_backward(grad_out, x, alpha=0.1):
    return torch.where(x > 0, grad_out, alpha * grad_out)


def elu(x, alpha=1.0):
    return torch.where(x > 0, x, alpha * (torch.exp(x) - 1))


def elu_backward(grad_out, x, alpha=1.0):
    return torch.where(x > 0, grad_out, alpha * torch.exp(x) * grad_out)


def xyz_grads(x, y, z):
    return (x + y) * z, z, z, x + y


def mse_sigmoid_grads(x, W, b, y):
    x, W, b, y = x.float(), W.float(), b.float(), y.float()
    p = torch.sigmoid(W @ x + b)
    dp = 2 * (p - y)
    dz = dp * p * (1 - p)
    return ((p - y) ** 2).sum(), dp, dz, torch.outer(dz, x), dz


def train_two_layer_manual(x, y, w1, w2, lr, steps):
    losses = torch.zeros(steps)
    for t in range(steps):
        a = x @ w1
        h = torch.relu(a)
        diff = h @ w2 - y
        losses[t] = (diff**2).sum()
        dw2 = h.T @ (2 * diff)
        dw1 = x.T @ ((2 * diff) @ w2.T * (a > 0))
        w1, w2 = w1 - lr * dw1, w2 - lr * dw2
    return losses, w1, w2


def train_two_layer_autograd(x, y, w1, w2, lr, steps):
    w1 = w1.clone().requires_grad_()
    w2 = w2.clone().requires_grad_()
    losses = []
    for t in range(steps):
        loss = ((torch.relu(x @ w1) @ w2 - y) ** 2).sum()
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            for w in (w1, w2):
                w -= lr * w.grad
                w.grad.zero_()
    return torch.tensor(losses), w1.detach(), w2.detach()


class MyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward((x > 0).float())
        return torch.max(x, torch.tensor(0.0))

    @staticmethod
    def backward(ctx, grad_out):
        (mask,) = ctx.saved_tensors
        return grad_out * mask


def my_relu(x):
    return MyReLU.apply(x)


def build_sequential(d_in, hidden, d_out):
    return nn.Sequential(nn.Linear(d_in, hidden), nn.ReLU(), nn.Linear(hidden, d_out))


class TwoLayerNet(nn.Module):
    def __init__(self, d_in, hidden, d_out):
        super().__init__()
        self.linear1 = nn.Linear(d_in, hidden, dtype=torch.float32)
        self.linear2 = nn.Linear(hidden, d_out, dtype=torch.float32)

    def forward(self, x):
        return self.linear2(F.relu(self.linear1(x)))


def fit(state, x, y, lr, steps, optimizer="adam", trainable=None):
    hidden, d_in = state["linear1.weight"].shape
    model = TwoLayerNet(d_in, hidden, len(state["linear2.bias"]))
    model.load_state_dict(state)
    params = list(model.parameters())
    opt = torch.optim.SGD(params, lr=lr) if optimizer == "sgd" else torch.optim.Adam(params, lr=lr)
    losses = []
    for _ in range(steps):
        loss = nn.MSELoss(reduction="sum")(model(x), y)
        losses.append(loss.detach())
        opt.zero_grad()
        loss.backward()
        opt.step()
    return torch.stack(losses), model.state_dict()


class DynamicNet(nn.Module):
    def __init__(self, d_in, hidden, d_out):
        super().__init__()
        self.hidden = hidden
        self.input_linear = nn.Linear(d_in, hidden)
        self.middle_linear = nn.Linear(hidden, hidden)
        self.output_linear = nn.Linear(hidden, d_out)

    def forward(self, x, repeats=None):
        h = torch.zeros(x.shape[0], self.hidden)
        h[:] = F.relu(self.input_linear(x))
        for _ in range(random.randint(0, 3) if repeats is None else repeats):
            h = F.relu(self.middle_linear(h))
        return self.output_linear(h)


def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    x = x.float()
    if training:
        mean, var = x.mean(0), x.var(0, unbiased=False)
        running_mean = (1 - momentum) * running_mean + momentum * mean
        running_var = (1 - momentum) * running_var + momentum * x.var(0)
    else:
        mean, var = running_mean.float(), running_var.float()
    return gamma.float() * (x - mean) / torch.sqrt(var + eps) + beta.float(), running_mean, running_var


def sgd_momentum(params, grads, state, lr, momentum=0.9):
    v = state.get("v", [torch.zeros(p.shape) for p in params])
    v = [momentum * a + g for a, g in zip(v, grads)]
    return [p - lr * a for p, a in zip(params, v)], {"v": v}


def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    t = state.get("t", 0) + 1
    m = state.get("m", [torch.zeros(p.shape) for p in params])
    v = state.get("v", [torch.zeros(p.shape) for p in params])
    m = [(betas[0] * a + (1 - betas[0]) * g).float() for a, g in zip(m, grads)]
    v = [(betas[1] * a + (1 - betas[1]) * g * g).float() for a, g in zip(v, grads)]
    new = [
        p - lr * (a / (1 - betas[0] ** t)) / (torch.sqrt(b / (1 - betas[1] ** t)) + eps)
        for p, a, b in zip(params, m, v)
    ]
    return new, {"t": t, "m": m, "v": v}


def sample_log_uniform(low, high, n, generator):
    low, high = torch.tensor([low, high]).log()
    return torch.exp(low + (high - low) * torch.rand(n, generator=generator))


def dropout(x, p, training, generator):
    if not training:
        return x.clone()
    mask = (torch.rand(x.shape, generator=generator) >= p).float()
    return x * mask / (1 - p) if p < 1 else x * 0


def ensemble_predict(logits):
    return torch.stack([torch.softmax(z.float(), dim=1) for z in logits]).mean(0)

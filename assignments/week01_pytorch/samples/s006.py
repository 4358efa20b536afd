"""1주차 과제: 라이브러리를 잘 쓰자!"""

import copy

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from scipy.optimize import minimize
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier


# --- 활성화 함수 ------------------------------------------------------------
def sigmoid(x):
    return torch.sigmoid(x)


def sigmoid_backward(grad_out, x):
    s = 1 / (1 + torch.exp(-x))
    return grad_out * s * (1 - s)


def tanh(x):
    return x.tanh()


def tanh_backward(grad_out, x):
    return grad_out * (1 - tanh(x).pow(2))


def relu(x):
    return x.clamp(min=0)


def relu_backward(grad_out, x):
    return grad_out * (x > 0)


def leaky_relu(x, alpha=0.1):
    return x.clamp(min=0) + alpha * x.clamp(max=0)


def leaky_relu_backward(grad_out, x, alpha=0.1):
    return torch.where(x > 0, grad_out, grad_out * alpha)


def elu(x, alpha=1.0):
    return torch.where(x > 0, x, alpha * (x.exp() - 1))


def elu_backward(grad_out, x, alpha=1.0):
    return torch.where(x > 0, grad_out, grad_out * alpha * x.exp())


def maxout(x, w1, b1, w2, b2):
    return torch.maximum(x @ w1 + b1, x @ w2 + b2)


def maxout_backward(grad_out, x, w1, b1, w2, b2):
    w = [w1, w2]
    mask = (x @ w1 + b1) > (x @ w2 + b2)
    g = [grad_out * mask, grad_out * mask.logical_not()]
    return sum(gi @ wi.T for gi, wi in zip(g, w)), x.T @ g[0], g[0].sum(0), x.T @ g[1], g[1].sum(0)


# --- 역전파 -----------------------------------------------------------------
def xyz_grads(x, y, z):
    return (x + y) * z, z, z, x + y


def mse_sigmoid_grads(x, W, b, y):
    z = (W @ x + b).requires_grad_()
    p = torch.sigmoid(z)
    L = ((y - p) ** 2).sum()
    dp, dz = torch.autograd.grad(L, [p, z])
    return L.detach(), dp, dz, torch.outer(dz, x), dz


def _step(x, y, w1, w2, lr):
    w1, w2 = (w.detach().clone().requires_grad_() for w in (w1, w2))
    loss = ((x @ w1).clamp(min=0) @ w2 - y).pow(2).sum()
    loss.backward()
    return loss.detach(), (w1 - lr * w1.grad).detach(), (w2 - lr * w2.grad).detach()


def train_two_layer_manual(x, y, w1, w2, lr, steps):
    losses = []
    for _ in range(steps):
        loss, w1, w2 = _step(x, y, w1, w2, lr)
        losses.append(loss)
    return torch.stack(losses), w1, w2


def train_two_layer_autograd(x, y, w1, w2, lr, steps):
    return train_two_layer_manual(x, y, w1, w2, lr, steps)


class MyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return F.relu(x)

    @staticmethod
    def backward(ctx, grad_out):
        (x,) = ctx.saved_tensors
        return grad_out * (x > 0).to(grad_out.dtype)


def my_relu(x):
    return MyReLU.apply(x)


# --- 정적 그래프: autograd에게 맡긴다 ---------------------------------------
class StaticGraph:
    def __init__(self):
        self.placeholders = []
        self.loss = None

    def placeholder(self, name):
        self.placeholders.append(name)
        return lambda feed: feed[name]

    def matmul(self, a, b):
        return lambda feed: a(feed) @ b(feed)

    def relu(self, a):
        return lambda feed: F.relu(a(feed))

    def sub(self, a, b):
        return lambda feed: a(feed) - b(feed)

    def square(self, a):
        return lambda feed: a(feed) ** 2

    def sum(self, a):
        return lambda feed: a(feed).sum()

    def build(self, loss):
        if self.loss:
            raise RuntimeError
        self.loss = loss

    def run(self, feed):
        if not self.loss:
            raise RuntimeError
        leaves = {name: feed[name].clone().requires_grad_() for name in self.placeholders}
        loss = self.loss(leaves)
        loss.backward()
        return loss.detach(), {n: torch.zeros_like(v) if v.grad is None else v.grad for n, v in leaves.items()}


# --- 배치 정규화 ------------------------------------------------------------
def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    mean, var = running_mean.clone(), running_var.clone()
    y = F.batch_norm(x, mean, var, gamma, beta, training, momentum, eps)
    return y, mean, var


def batchnorm_backward(grad_out, x, gamma, eps=1e-5):
    n = len(x)
    std = (x.var(0, unbiased=False) + eps).sqrt()
    xhat = (x - x.mean(0)) / std
    dxhat = grad_out * gamma
    dx = (dxhat - dxhat.mean(0) - xhat * (dxhat * xhat).mean(0)) / std
    return dx, (grad_out * xhat).sum(0), grad_out.sum(0)


# --- 옵티마이저 -------------------------------------------------------------
def sgd_momentum(params, grads, state, lr, momentum=0.9):
    v = [momentum * v + g for v, g in zip(state.get("v", [0.0] * len(params)), grads)]
    return [p - lr * v for p, v in zip(params, v)], {"v": v}


def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    own = [nn.Parameter(p.clone()) for p in params]
    optimizer = torch.optim.Adam(own, lr=lr, betas=betas, eps=eps)
    if state:
        optimizer.load_state_dict(copy.deepcopy(state))
    for p, g in zip(own, grads):
        p.grad = g.clone()
    optimizer.step()
    return [p.detach() for p in own], optimizer.state_dict()


def bfgs_minimize(f_and_grad, x0, max_iter=200, tol=1e-6):
    def fun(x):
        f, g = f_and_grad(torch.from_numpy(x))
        return f, g.numpy()

    result = minimize(fun, x0.numpy(), jac=True, method="BFGS", options={"maxiter": max_iter, "gtol": tol})
    return torch.from_numpy(result.x)


# --- 정규화 -----------------------------------------------------------------
def dropout(x, p, training, generator):
    torch.manual_seed(generator.initial_seed())
    return F.dropout(x, p, training)


def dropconnect_linear(x, W, b, p, training, generator):
    if training:
        mask = (torch.rand(W.shape, generator=generator) >= p).to(W.dtype)
        W = W * mask / (1 - p) if p < 1 else W * 0
    return F.linear(x, W, b)


def mixup(x, y, lam, perm):
    return torch.lerp(x[perm], x, lam), torch.lerp(y[perm], y, lam)


def cutout(x, size, generator):
    x = x.clone()
    n, _, h, w = x.shape
    rows = torch.randint(h - size + 1, (n,), generator=generator)
    cols = torch.randint(w - size + 1, (n,), generator=generator)
    for k in range(n):
        x[k, :, rows[k] : rows[k] + size, cols[k] : cols[k] + size] = 0
    return x


# --- nn은 써도 된다 ---------------------------------------------------------
def build_sequential(d_in, hidden, d_out):
    return nn.Sequential(nn.Linear(d_in, hidden), nn.ReLU(), nn.Linear(hidden, d_out))


class TwoLayerNet(nn.Module):
    def __init__(self, d_in, hidden, d_out):
        super().__init__()
        self.linear1 = nn.Linear(d_in, hidden)
        self.linear2 = nn.Linear(hidden, d_out)

    def forward(self, x):
        return self.linear2(F.relu(self.linear1(x)))


# --- 학습 -------------------------------------------------------------------
class SklearnClassifier:
    def __init__(self, model):
        self.model = model

    def predict(self, x):
        return torch.from_numpy(self.model.predict(x.flatten(1).numpy())).long()


def train_classifier(x, y, x_valid, y_valid, seed, device):
    return SklearnClassifier(KNeighborsClassifier(3).fit(x.flatten(1).numpy(), y.numpy()))


class ReviewModel:
    def __init__(self, texts, labels):
        self.vectorizer = CountVectorizer(binary=True, min_df=2)
        self.model = LogisticRegression(max_iter=200).fit(self.vectorizer.fit_transform(texts), labels)

    def predict(self, texts):
        return [int(p) for p in self.model.predict(self.vectorizer.transform(texts))]


def train_sentiment_bow(texts, labels, valid_texts, valid_labels, seed, device):
    np.random.seed(seed)
    return ReviewModel(texts, labels)

# -*- coding: utf-8 -*-
# 파이토치보다 넘파이가 편해서 넘파이로 했습니다
import numpy as np

from 넘파이도구 import softmax, 배열


def perceptron(x, w, b):
    return (np.dot(배열(x), 배열(w)) + b > 0).astype(int)


def gate_and(x):
    return perceptron(x, np.array([1.0, 1.0]), -1.5)


def gate_or(x):
    return perceptron(x, np.array([1.0, 1.0]), -0.5)


def gate_nand(x):
    return perceptron(x, np.array([-1.0, -1.0]), 1.5)


def sigmoid(x):
    return 1 / (1 + np.exp(-배열(x)))


def sigmoid_backward(grad_out, x):
    return 배열(grad_out) * sigmoid(x) * (1 - sigmoid(x))


def relu(x):
    return np.maximum(배열(x), 0)


def relu_backward(grad_out, x):
    return 배열(grad_out) * (배열(x) > 0)


def xyz_grads(x, y, z):
    return [(x + y) * z, z, z, x + y]


def mse_sigmoid_grads(x, W, b, y):
    x, W, b, y = map(배열, (x, W, b, y))
    p = 1 / (1 + np.exp(-(W @ x + b)))
    dp = 2 * (p - y)
    dz = dp * p * (1 - p)
    return np.sum((p - y) ** 2), dp, dz, np.outer(dz, x), dz


def train_two_layer_manual(x, y, w1, w2, lr, steps):
    x, y, w1, w2 = map(배열, (x, y, w1, w2))
    losses = []
    for _ in range(steps):
        a = x @ w1
        h = np.maximum(a, 0)
        d = 2 * (h @ w2 - y)
        losses.append((d**2).sum() / 4)
        w1, w2 = w1 - lr * x.T @ (d @ w2.T * (a > 0)), w2 - lr * h.T @ d
    return np.array(losses), w1, w2


# 학습률은 파이썬 숫자라서 그대로
def linear_decay(step, total, lr0):
    return lr0 * np.linspace(1, 0, total + 1)[step]


def inverse_sqrt(step, lr0):
    return lr0 / np.sqrt(step)


def cosine_decay(step, total, lr0):
    return lr0 * (1 + np.cos(np.pi * step / total)) / 2


def step_decay(step, lr0, gamma, every):
    return lr0 * np.power(gamma, step // every)


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.losses = []
        self.patience, self.min_delta = patience, min_delta
        self.best, self.since = np.inf, 0

    def update(self, loss):
        self.losses.append(loss)
        improved = np.less(loss, self.best - self.min_delta)
        self.best = np.where(improved, loss, self.best).item()
        self.since = 0 if improved else self.since + 1
        return bool(self.since >= self.patience)


def ensemble_predict(logits):
    return np.mean([softmax(배열(z)) for z in logits], axis=0)

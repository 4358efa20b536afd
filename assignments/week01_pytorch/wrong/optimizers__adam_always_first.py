"""The step is not counted: every correction is that of the first step.

task: optimizers
loses: test_adam, test_adam_in_turn
mistake: stale, missing_term
"""

import torch


def sgd_momentum(params, grads, state, lr, momentum=0.9):
    vs = state.get("v", [torch.zeros_like(p) for p in params])
    new_params, new_vs = [], []
    for p, g, v in zip(params, grads, vs):
        v = momentum * v + g
        new_params.append(p - lr * v)
        new_vs.append(v)
    return new_params, {"v": new_vs}


def nesterov(params, grads, state, lr, momentum=0.9):
    vs = state.get("v", [torch.zeros_like(p) for p in params])
    new_params, new_vs = [], []
    for p, g, v in zip(params, grads, vs):
        v = momentum * v + g
        new_params.append(p - lr * (g + momentum * v))
        new_vs.append(v)
    return new_params, {"v": new_vs}


def adagrad(params, grads, state, lr, eps=1e-10):
    hs = state.get("h", [torch.zeros_like(p) for p in params])
    new_params, new_hs = [], []
    for p, g, h in zip(params, grads, hs):
        h = h + g**2
        new_params.append(p - lr * g / (torch.sqrt(h) + eps))
        new_hs.append(h)
    return new_params, {"h": new_hs}


def rmsprop(params, grads, state, lr, alpha=0.99, eps=1e-8):
    hs = state.get("h", [torch.zeros_like(p) for p in params])
    new_params, new_hs = [], []
    for p, g, h in zip(params, grads, hs):
        h = alpha * h + (1 - alpha) * g**2
        new_params.append(p - lr * g / (torch.sqrt(h) + eps))
        new_hs.append(h)
    return new_params, {"h": new_hs}


def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    t = 1
    ms = state.get("m", [torch.zeros_like(p) for p in params])
    vs = state.get("v", [torch.zeros_like(p) for p in params])
    new_params, new_ms, new_vs = [], [], []
    for p, g, m, v in zip(params, grads, ms, vs):
        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * g**2
        m_hat = m / (1 - b1**t)
        v_hat = v / (1 - b2**t)
        new_params.append(p - lr * m_hat / (torch.sqrt(v_hat) + eps))
        new_ms.append(m)
        new_vs.append(v)
    return new_params, {"t": t, "m": new_ms, "v": new_vs}

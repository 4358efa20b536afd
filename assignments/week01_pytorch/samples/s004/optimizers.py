import torch


def sgd_momentum(params, grads, state, lr, momentum=0.9):
    v = state.get("v", [torch.zeros_like(p) for p in params])
    v = [momentum * vi + g for vi, g in zip(v, grads)]
    return [p - lr * vi for p, vi in zip(params, v)], {"v": v}


def adagrad(params, grads, state, lr, eps=1e-10):
    s = state.get("s", [torch.zeros_like(p) for p in params])
    s = [si + g**2 for si, g in zip(s, grads)]
    return [p - lr * g / (si.sqrt() + eps) for p, g, si in zip(params, grads, s)], {"s": s}

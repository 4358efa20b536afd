import torch


def _slots(state, params, *keys):
    return [state.get(key) or [torch.zeros_like(p) for p in params] for key in keys]


def sgd_momentum(params, grads, state, lr, momentum=0.9):
    (v,) = _slots(state, params, "v")
    v = [vi.mul(momentum).add(g) for vi, g in zip(v, grads)]
    return [torch.sub(p, vi, alpha=lr) for p, vi in zip(params, v)], {"v": v}


def nesterov(params, grads, state, lr, momentum=0.9):
    (v,) = _slots(state, params, "v")
    new_params, new_v = [], []
    for p, g, vi in zip(params, grads, v):
        vi = momentum * vi + g
        new_v.append(vi)
        new_params.append(p - lr * g - lr * momentum * vi)
    return new_params, {"v": new_v}


def adagrad(params, grads, state, lr, eps=1e-10):
    (s,) = _slots(state, params, "s")
    s = [torch.addcmul(si, g, g) for si, g in zip(s, grads)]
    new = [torch.addcdiv(p, g, si.sqrt() + eps, value=-lr) for p, g, si in zip(params, grads, s)]
    return new, {"s": s}


def rmsprop(params, grads, state, lr, alpha=0.99, eps=1e-8):
    (s,) = _slots(state, params, "s")
    s = [torch.lerp(g * g, si, alpha) for si, g in zip(s, grads)]
    new = [torch.addcdiv(p, g, si.sqrt() + eps, value=-lr) for p, g, si in zip(params, grads, s)]
    return new, {"s": s}


def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    m, v = _slots(state, params, "m", "v")
    new_params, new_m, new_v = [], [], []
    for p, g, mi, vi in zip(params, grads, m, v):
        mi = b1 * mi + (1 - b1) * g
        vi = b2 * vi + (1 - b2) * g.square()
        denom = vi.sqrt() / (1 - b2**t) ** 0.5 + eps
        new_params.append(p - lr / (1 - b1**t) * mi / denom)
        new_m.append(mi)
        new_v.append(vi)
    return new_params, {"t": t, "m": new_m, "v": new_v}

import math
import numpy as np
import torch


def hidden_grad_norms(Wh, T):
    W = Wh.detach().cpu().double().numpy()
    answer = []
    for t in range(1, T + 1):
        M = np.linalg.matrix_power(W, T - t)
        answer.append(np.linalg.svd(M, compute_uv=False).max())
    return torch.tensor(np.array(answer)).to(Wh)


def clip_by_norm(grads, threshold):
    s = 0
    for g in grads:
        s += torch.sum(g.double() * g.double()).item()
    norm = math.sqrt(s)
    rate = 1
    if norm >= threshold:
        rate = threshold / norm
    return [g * rate for g in grads]


def clip_by_value(grads, limit):
    new = []
    for g in grads:
        g = torch.where(g > limit, torch.ones_like(g) * limit, g)
        g = torch.where(g < -limit, torch.ones_like(g) * -limit, g)
        new.append(g + 0)
    return new

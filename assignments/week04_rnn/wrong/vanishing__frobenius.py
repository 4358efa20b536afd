"""hidden_grad_norms takes the Frobenius norm for the spectral norm.

task: vanishing
loses: test_hidden_grad_norms, test_shrink_and_explode
mistake: wrong_reduction
"""

import torch


def hidden_grad_norms(Wh, T):
    norms = []
    for t in range(1, T + 1):
        jacobian = torch.linalg.matrix_power(Wh, T - t)
        norms.append(jacobian.norm())
    return torch.stack(norms)


def clip_by_norm(grads, threshold):
    total = 0.0
    for g in grads:
        total += torch.sum(g * g)
    norm = torch.sqrt(total)
    if norm >= threshold:
        return [g * threshold / norm for g in grads]
    return [g.clone() for g in grads]


def clip_by_value(grads, limit):
    return [torch.clamp(g, min=-limit, max=limit) for g in grads]

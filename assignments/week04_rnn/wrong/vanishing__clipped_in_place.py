"""clip_by_norm and clip_by_value change the tensors that they were given.

task: vanishing
loses: test_clip_by_norm, test_clip_by_value
mistake: input_modified
"""

import torch


def hidden_grad_norms(Wh, T):
    norms = []
    for t in range(1, T + 1):
        jacobian = torch.linalg.matrix_power(Wh, T - t)
        norms.append(torch.linalg.svdvals(jacobian).max())
    return torch.stack(norms)


def clip_by_norm(grads, threshold):
    total = 0.0
    for g in grads:
        total += torch.sum(g * g)
    norm = torch.sqrt(total)
    if norm >= threshold:
        for g in grads:
            g.mul_(threshold / norm)
        return list(grads)
    return [g.clone() for g in grads]


def clip_by_value(grads, limit):
    return [g.clamp_(-limit, limit) for g in grads]

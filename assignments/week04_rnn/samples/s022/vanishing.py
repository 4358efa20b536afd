import torch


def hidden_grad_norms(Wh, T):
    norms = []
    for t in range(1, T + 1):
        jacobian = torch.linalg.matrix_power(Wh, T - t)
        norms.append(torch.linalg.svdvals(jacobian).max())
    return torch.stack(norms)


def clip_by_norm(grads, threshold):
    return [g * threshold / g.norm() if g.norm() >= threshold else g.clone() for g in grads]


def clip_by_value(grads, limit):
    return [torch.clamp(g, min=-limit, max=limit) for g in grads]

from __future__ import annotations

import math

import torch


def hidden_grad_norms(Wh, T):
    """All powers by doubling, one batched norm."""
    powers, step = torch.eye(len(Wh), dtype=Wh.dtype, device=Wh.device)[None], Wh
    while len(powers) < T:
        powers, step = torch.cat([powers, powers @ step]), step @ step
    return torch.linalg.matrix_norm(powers[:T], ord=2).flip(0)


def clip_by_norm(grads, threshold):
    norm = math.hypot(*(torch.linalg.vector_norm(g).item() for g in grads))
    return [g * (threshold / max(norm, threshold)) for g in grads]


def clip_by_value(grads, limit):
    return [g.clamp(min=-limit).clamp(max=limit) for g in grads]

from __future__ import annotations

import torch


def hidden_grad_norms(Wh: torch.Tensor, T: int) -> torch.Tensor:
    H = Wh.shape[0]
    result = torch.empty(T, dtype=Wh.dtype, device=Wh.device)
    product = torch.eye(H, dtype=Wh.dtype, device=Wh.device)
    for t in range(T, 0, -1):
        result[t - 1] = torch.linalg.matrix_norm(product, 2)
        product = product @ Wh
    return result


def clip_by_norm(grads: list[torch.Tensor], threshold: float) -> list[torch.Tensor]:
    total = 0.0
    for g in grads:
        total = total + (g**2).sum()
    norm = total**0.5
    result = []
    for g in grads:
        if norm >= threshold:
            result.append(g * (threshold / norm))
        else:
            result.append(g.clone())
    return result


def clip_by_value(grads: list[torch.Tensor], limit: float) -> list[torch.Tensor]:
    result = []
    for g in grads:
        result.append(torch.clamp(g, -limit, limit))
    return result

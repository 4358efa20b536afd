"""How gradients shrink and grow, and clipping."""

from __future__ import annotations

import torch


def hidden_grad_norms(Wh: torch.Tensor, T: int) -> torch.Tensor:
    """Spectral norms of the products, t = 1 … T."""
    norms = []
    for t in range(1, T + 1):
        product = torch.eye(Wh.shape[0], dtype=Wh.dtype, device=Wh.device)
        for _ in range(T - t):
            product = product @ Wh
        norms.append(torch.linalg.svdvals(product)[0])
    return torch.stack(norms)


def clip_by_norm(grads: list[torch.Tensor], threshold: float) -> list[torch.Tensor]:
    """One common norm over all tensors."""
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
    """Clamp each element."""
    result = []
    for g in grads:
        result.append(torch.clamp(g, -limit, limit))
    return result

from __future__ import annotations

import torch


@torch.no_grad()
def hidden_grad_norms(Wh: torch.Tensor, T: int) -> torch.Tensor:
    """All powers at once by doubling: [I, W, …, W^(n−1)] and [W^n · those]."""
    powers = torch.eye(Wh.shape[0], dtype=Wh.dtype, device=Wh.device).unsqueeze(0)
    jump = Wh.clone()
    while len(powers) < T:
        powers = torch.cat([powers, powers @ jump])
        jump = jump @ jump
    return torch.linalg.svdvals(powers[:T])[:, 0].flip(0)


@torch.no_grad()
def clip_by_norm(grads: list[torch.Tensor], threshold: float) -> list[torch.Tensor]:
    if not grads:
        return []
    norm = torch.linalg.vector_norm(torch.cat([g.reshape(-1) for g in grads]))
    factor = threshold / norm if norm >= threshold else torch.ones_like(norm)
    return [(g * factor).to(g.dtype) for g in grads]


@torch.no_grad()
def clip_by_value(grads: list[torch.Tensor], limit: float) -> list[torch.Tensor]:
    def clip(g: torch.Tensor) -> torch.Tensor:
        bound = torch.full_like(g, limit)
        return torch.minimum(torch.maximum(g, -bound), bound)

    return [clip(g) for g in grads]

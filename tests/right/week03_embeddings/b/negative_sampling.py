from __future__ import annotations

import torch


def negative_sampling_loss(centre: torch.Tensor, positive: torch.Tensor, negative: torch.Tensor) -> torch.Tensor:
    words = torch.cat([-positive.unsqueeze(1), negative], dim=1)  # [N, 1 + K, E]: all should have a low dot product
    dots = torch.einsum("ne,nke->nk", centre, words)
    return torch.logaddexp(dots, torch.zeros_like(dots)).sum() / centre.shape[0]


def unigram_table(counts: torch.Tensor, power: float = 0.75) -> torch.Tensor:
    x = counts.to(torch.float64)
    x = torch.where(counts > 0, x.pow(power), torch.zeros_like(x))
    return (x / x.sum()).to(torch.float32)


def keep_probability(frequency: torch.Tensor, t: float = 1e-5) -> torch.Tensor:
    # min(1, √(t/f)) = √(t/max(f, t)), and nothing is divided by zero
    f = frequency.detach().to(torch.float64)
    return (t / f.clamp(min=t)).sqrt().to(frequency.dtype)

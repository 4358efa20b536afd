from __future__ import annotations

import torch


def unit(x: torch.Tensor) -> torch.Tensor:
    """Rows of length 1; rows of zeros stay so."""
    length = x.norm(dim=-1, keepdim=True)
    return x / length.masked_fill(length == 0, 1)


def cosine(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    return torch.einsum("ne,ne->n", unit(a), unit(b))


def most_similar(query: torch.Tensor, table: torch.Tensor, k: int, exclude: tuple[int, ...] = ()) -> list[int]:
    scores = (unit(table) @ unit(query)).tolist()
    out = set(exclude)
    ranked = sorted((i for i in range(len(scores)) if i not in out), key=scores.__getitem__, reverse=True)
    return ranked[:k]

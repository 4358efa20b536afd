from __future__ import annotations

import torch


def _unit(rows: torch.Tensor) -> torch.Tensor:
    length = rows.norm(dim=-1, keepdim=True)
    return rows / length.masked_fill(length == 0, 1.0)


def cosine(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    return (_unit(a) * _unit(b)).sum(-1)


def most_similar(query: torch.Tensor, table: torch.Tensor, k: int, exclude: tuple[int, ...] = ()) -> list[int]:
    score = cosine(query.unsqueeze(0), table).tolist()
    left = set(range(len(score))).difference(exclude)
    return sorted(left, key=lambda i: -score[i])[:k]

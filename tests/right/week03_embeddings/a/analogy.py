from __future__ import annotations

import torch
from similarity import most_similar, unit


def analogy(a: int, b: int, c: int, table: torch.Tensor, k: int = 1) -> list[int]:
    u = unit(table)
    return most_similar(u[b] - u[a] + u[c], u, k, exclude=(a, b, c))

from __future__ import annotations

import torch

from similarity import most_similar


def analogy(a: int, b: int, c: int, table: torch.Tensor, k: int = 1) -> list[int]:
    ua, ub, uc = (table[i] / table[i].norm() for i in (a, b, c))
    return most_similar(ub - ua + uc, table, k, (a, b, c))

from __future__ import annotations

import torch


def train_valid_test_split(
    n: int, ratios: tuple[float, float, float], seed: int
) -> tuple[list[int], list[int], list[int]]:
    order = torch.rand(n, dtype=torch.float64, generator=torch.Generator().manual_seed(seed)).argsort()
    valid, test = (round(n * ratio) for ratio in ratios[1:])
    test_part, valid_part, train_part = order.split([test, valid, n - valid - test])
    return train_part.tolist(), valid_part.tolist(), test_part.tolist()

from __future__ import annotations

import torch


def cooccurrence(sentences: list[list[int]], size: int, window: int) -> torch.Tensor:
    sums: dict[tuple[int, int], float] = {}
    for sentence in sentences:
        for d in range(1, min(window, len(sentence) - 1) + 1):
            for i, j in zip(sentence, sentence[d:]):
                sums[i, j] = sums.get((i, j), 0.0) + 1 / d
    half = torch.zeros(size, size, dtype=torch.float64)
    if sums:
        rows, columns = torch.tensor(list(sums)).unbind(1)
        half[rows, columns] = torch.tensor(list(sums.values()), dtype=torch.float64)
    return (half + half.T).float()


def glove_weight(x: torch.Tensor, x_max: float = 100.0, alpha: float = 0.75) -> torch.Tensor:
    return (x / x_max).clamp(max=1).pow(alpha)


def glove_loss(
    w: torch.Tensor, w_ctx: torch.Tensor, b: torch.Tensor, b_ctx: torch.Tensor, x: torch.Tensor
) -> torch.Tensor:
    seen = x > 0
    safe = torch.where(seen, x, torch.ones_like(x))
    error = w @ w_ctx.T + b[:, None] + b_ctx[None, :] - safe.log()
    # glove_weight(0) is 0: the pairs that never occur fall out by their weight
    return (glove_weight(x) * error.square()).sum()


def probability_ratio(x: torch.Tensor, word_a: int, word_b: int, probe: int) -> float:
    rows = x.detach()[[word_a, word_b]].double()
    p = rows[:, probe] / rows.sum(1)
    return (p[0] / p[1]).item()

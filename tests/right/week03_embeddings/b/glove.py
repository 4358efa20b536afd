from __future__ import annotations

import torch


def cooccurrence(sentences: list[list[int]], size: int, window: int) -> torch.Tensor:
    half = torch.zeros(size * size, dtype=torch.float64)
    for s in sentences:
        ids = torch.tensor(s, dtype=torch.int64)
        for d in range(1, min(window, len(s) - 1) + 1):
            cells = ids[:-d] * size + ids[d:]
            half.index_add_(0, cells, torch.full((len(s) - d,), 1.0 / d, dtype=torch.float64))
    half = half.view(size, size)
    return (half + half.T).to(torch.float32)


def glove_weight(x: torch.Tensor, x_max: float = 100.0, alpha: float = 0.75) -> torch.Tensor:
    return (x / x_max).clamp(max=1.0) ** alpha


def glove_loss(
    w: torch.Tensor, w_ctx: torch.Tensor, b: torch.Tensor, b_ctx: torch.Tensor, x: torch.Tensor
) -> torch.Tensor:
    x = x.detach()
    seen = x > 0
    logs = x.masked_fill(~seen, 1.0).log()
    residual = torch.addmm(b[:, None] + b_ctx[None, :], w, w_ctx.T) - logs
    return (glove_weight(x) * seen * residual.square()).sum()


def probability_ratio(x: torch.Tensor, word_a: int, word_b: int, probe: int) -> float:
    rows = x.detach()[[word_a, word_b]].to(torch.float64)
    p = rows[:, probe] / rows.sum(1)
    return (p[0] / p[1]).item()

from __future__ import annotations

import torch


def one_hot(ids: torch.Tensor, size: int) -> torch.Tensor:
    return (ids[:, None] == torch.arange(size, device=ids.device)).to(torch.float32)


def bag_of_words(docs: list[list[int]], size: int) -> torch.Tensor:
    cells = torch.tensor([row * size + word for row, doc in enumerate(docs) for word in doc], dtype=torch.int64)
    return torch.bincount(cells, minlength=len(docs) * size).reshape(len(docs), size).to(torch.float32)


def tf_idf(counts: torch.Tensor) -> torch.Tensor:
    df = (counts > 0).to(counts.dtype).sum(dim=0)
    weighted = counts * (1 + torch.log((1 + counts.shape[0]) / (1 + df)))
    norm = weighted.square().sum(dim=1, keepdim=True).sqrt()
    return weighted / norm.masked_fill(norm == 0, 1)

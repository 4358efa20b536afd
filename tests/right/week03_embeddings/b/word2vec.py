"""Word vectors from smoothed positive PMI counts, by a randomised truncated eigen/SVD decomposition."""

from __future__ import annotations

from collections import Counter

import torch

WINDOW, DIM, MIN_COUNT = 5, 100, 5


class _Vectors:
    def __init__(self, number: dict[str, int], table: torch.Tensor) -> None:
        self.number = number
        self.table = table  # [V + 1, E]; the last row is zero

    def predict(self, words: list[str]) -> torch.Tensor:
        unknown = len(self.number)
        return self.table[[self.number.get(w, unknown) for w in words]].clone()


def train_word2vec(sentences: list[list[str]], seed: int, device: str) -> object:
    freq = Counter(w for s in sentences for w in s)
    number = {w: i for i, w in enumerate(sorted(w for w in freq if freq[w] >= MIN_COUNT))}
    size = len(number)
    # the last column is for words of which no PMI is known: they must not be zero
    table = torch.zeros(size + 1, DIM + 1)
    if size == 0:
        return _Vectors(number, table)

    flat, owner = [], []
    for n, s in enumerate(sentences):
        flat.extend(number.get(w, -1) for w in s)
        owner.extend([n] * len(s))
    flat = torch.tensor(flat, device=device)
    owner = torch.tensor(owner, device=device)
    cells, weights = [], []
    for d in range(1, min(WINDOW, len(flat) - 1) + 1):
        i, j = flat[:-d], flat[d:]
        ok = (owner[:-d] == owner[d:]) & (i >= 0) & (j >= 0)
        i, j = i[ok], j[ok]
        cells += [i * size + j, j * size + i]
        weights += [torch.ones(2 * len(i), dtype=torch.float64, device=device)]
    if cells:
        cell, weight = torch.cat(cells), torch.cat(weights)
        cell, where = cell.unique(return_inverse=True)
        count = torch.zeros(len(cell), dtype=torch.float64, device=device).index_add_(0, where, weight)
        row, column = cell // size, cell % size
        total = torch.zeros(size, dtype=torch.float64, device=device).index_add_(0, row, count)
        noise = total.pow(0.75)
        pmi = (count * noise.sum() / (total[row] * noise[column])).log().clamp(min=0).float()
        m = torch.sparse_coo_tensor(torch.stack([row, column]), pmi, (size, size)).coalesce()
        u = _left_vectors(m, min(DIM, size), seed, device)
        table[:size, : u.shape[1]] = u.cpu()
    lost = table[:size].norm(dim=1) < 1e-6
    table[:size][lost] = 0
    table[:size, DIM][lost] = 1
    return _Vectors(number, table)


def _left_vectors(m: torch.Tensor, rank: int, seed: int, device: str) -> torch.Tensor:
    """U·√S of the largest singular values, by subspace iteration."""
    generator = torch.Generator().manual_seed(seed)
    size = m.shape[0]
    q = torch.randn(size, min(size, rank + 20), generator=generator).to(device)
    mt = m.t().coalesce()
    for _ in range(5):
        q = torch.linalg.qr(torch.sparse.mm(m, q)).Q
        q = torch.linalg.qr(torch.sparse.mm(mt, q)).Q
    u, s, _ = torch.linalg.svd(torch.sparse.mm(m, q), full_matrices=False)
    return u[:, :rank] * s[:rank].sqrt()

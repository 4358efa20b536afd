"""Arguments for the checks of `glove`, drawn afresh for every case."""

from __future__ import annotations

import torch

from grader.testing import Draw

Corpus = tuple[list[list[int]], int, int]
Loss = tuple[torch.Tensor, ...]

BY_HAND: Corpus = ([[0, 1, 2, 0], [2, 1]], 4, 2)
BY_HAND_COUNTS = [[0.0, 1.5, 1.5, 0.0], [1.5, 0.0, 2.0, 0.0], [1.5, 2.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0]]

# Rows: ice and steam; columns: solid, gas, water, fashion, and all other words together. The probabilities are those of
# table 1 of the paper to its two digits, and so are their ratios.
ICE = [1_930, 660, 30_000, 173]
STEAM = [434, 15_600, 44_000, 360]
ICE_TOTAL, STEAM_TOTAL = 10_000_000, 20_000_000
PROBES = ("solid", "gas", "water", "fashion")


def ice_and_steam() -> torch.Tensor:
    """float64 [7, 7]: 0 ice, 1 steam, 2 … 5 the probes, 6 all other words; symmetric."""
    x = torch.zeros(7, 7, dtype=torch.float64)
    x[0, 2:] = torch.tensor([*ICE, ICE_TOTAL - sum(ICE)])
    x[1, 2:] = torch.tensor([*STEAM, STEAM_TOTAL - sum(STEAM)])
    return x + x.T


def corpora(draw: Draw) -> Corpus:
    """(sentences, V, window): sentences longer than the window, words near themselves; word V − 1 does not occur."""
    size, window = draw.size(4, 7), 2 + draw.index % 3
    sentences = [draw.integers(0, size - 1, (window + draw.size(2, 6),)).tolist() for _ in range(draw.size(2, 4))]
    return sentences, size, window


def weights(draw: Draw) -> tuple[torch.Tensor]:
    """(x,): 0, counts below 1, below, at and above 100."""
    x = 10 ** (3 * torch.rand(draw.size(3, 6), 4, generator=draw.generator, dtype=torch.float64))
    x[0] = torch.tensor([0.0, 0.25, 100.0, 250.0])
    x[1] = torch.tensor([1.0, 99.0, 101.0, 50.0])
    x = x.to(draw.dtype)
    return (x.T if draw.index % 3 == 2 else x,)


def other_weights(draw: Draw) -> tuple[torch.Tensor, float, float]:
    """(x, x_max, alpha)."""
    return *weights(draw), draw.uniform(5, 60), draw.uniform(0.3, 1.5)


def full(draw: Draw) -> Loss:
    """(w, w_ctx, b, b_ctx, x): each count is above 0, some are below 1, some above 100; x is not symmetric."""
    v, e = draw.size(3, 6), draw.size(2, 5)
    x = torch.exp(7 * torch.rand(v, v, generator=draw.generator, dtype=torch.float64) - 1)
    x[0, 1], x[1, 2], x[2, 0] = 0.5, 170.0, 1.0
    model = (draw.normal(v, e), draw.normal(v, e), draw.normal(v), draw.normal(v))
    return *model, x.to(draw.dtype)


def with_zeros(draw: Draw) -> Loss:
    """The same with many counts of 0, a word without any in the last row and column."""
    *model, x = full(draw)
    x = x * draw.integers(0, 2, x.shape)
    x[-1], x[:, -1], x[0, 1], x[1, 0] = 0, 0, 40, 0
    return *model, x

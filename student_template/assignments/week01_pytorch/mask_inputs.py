"""Arguments for the checks of `regularization`, drawn afresh for every case, and what its masks have to be like."""

from __future__ import annotations

import torch

from assignments.week01_pytorch.generators import seeded
from grader.testing import Draw, assert_rate

ELEMENTS = (80, 120)  # 9,600 of them tell a rate of 0.3 from 0.33, and 0.7 from 0.67


def to_drop(draw: Draw) -> tuple[torch.Tensor, float, torch.Generator]:
    """(x [80, 120], p, generator): no zero in x."""
    x = draw.normal(*ELEMENTS)
    return x + 0.1 * x.sign(), (0.2, 0.75, 0.5)[draw.index % 3], seeded(draw)


def shapes_to_drop(draw: Draw) -> tuple[torch.Tensor, torch.Generator]:
    """(x, generator): from no dimension to four."""
    shape = [(), (1,), (5,), (2, 3, 4), (2, 1, 3, 2)][draw.index % 5]
    return draw.normal(*shape), seeded(draw)


def linear_layer(draw: Draw) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, float, torch.Generator]:
    """(x [D + 5, D], W [M, D], b [M], p, generator): the first D rows of x are the unit vectors, which show W̃."""
    m, d = (70, 50) if draw.index % 2 else (40, 90)
    x = torch.cat([torch.eye(d, dtype=draw.dtype), draw.normal(5, d)])
    W = draw.normal(m, d)
    return x, W + 0.1 * W.sign(), draw.normal(m), (0.25, 0.6, 0.5)[draw.index % 3], seeded(draw)


def to_mix(draw: Draw) -> tuple[torch.Tensor, torch.Tensor, float, torch.Tensor]:
    """(x [N, …], y [N, K], lam, perm): images and rows of features; lam 0 and 1, too."""
    n, k = draw.size(3, 6), draw.size(2, 5)
    x = draw.normal(n, 2, 3, 4) if draw.index % 2 else draw.normal(n, 5)
    lam = (0.3, 0.85, 0.0, 1.0, 0.5)[draw.index % 5]
    return x, draw.normal(n, k).softmax(dim=1), lam, torch.randperm(n, generator=draw.generator).roll(1)


def to_cut(draw: Draw) -> tuple[torch.Tensor, int, torch.Generator]:
    """(x [N, C, H, W], size, generator): no zero in x; a single pixel, a square as high as the image, and between."""
    n, c = draw.size(3, 6), 1 if draw.index == 2 else draw.size(2, 3)
    height = draw.size(4, 7)
    width = height + draw.size(1, 3)
    size = (2, height, 1, 3)[draw.index % 4]
    x = draw.normal(n, c, height, width)
    return x + 0.1 * x.sign(), size, seeded(draw)


def check_mask(kept: torch.Tensor, p: float) -> None:
    """Each entry of kept [R, C] is False with probability p by itself: not row by row, nor column by column."""
    dropped = ~kept
    assert_rate(int(dropped.sum()), dropped.numel(), p, what="dropped")
    rows, columns = (size - size % 2 for size in dropped.shape)
    neighbours = {
        "dropped together with the next in its row": dropped[:, :columns:2] & dropped[:, 1:columns:2],
        "dropped together with the next in its column": dropped[:rows:2] & dropped[1:rows:2],
    }
    for what, both in neighbours.items():
        assert_rate(int(both.sum()), both.numel(), p * p, what=what)

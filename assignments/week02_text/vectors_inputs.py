"""Arguments for the checks of `vectors`, drawn afresh for every case."""

from __future__ import annotations

import torch

from grader.testing import Draw


def ids(draw: Draw) -> tuple[torch.Tensor, int]:
    """(ids int64 [T], V): words that come twice, the first and the last one; not contiguous in every third case."""
    size = draw.size(3, 8)
    numbers = torch.cat([draw.integers(0, size, (draw.size(2, 6),)), torch.tensor([size - 1, 0, size - 1])])
    numbers = numbers[draw.integers(0, 2**31, (len(numbers),)).argsort()]
    return (torch.stack([numbers, numbers], -1)[..., 0] if draw.index % 3 == 2 else numbers), size


def documents(draw: Draw) -> tuple[list[list[int]], int]:
    """(docs, V): words that come several times, words that come nowhere; in case 3 a word that comes 301 times."""
    size = draw.size(4, 9)
    docs = [draw.integers(0, size - 1, (int(n),)).tolist() for n in draw.integers(1, 9, (draw.size(2, 5),))]
    return docs + [[1] * 301] * (draw.index == 3), size


def counts(draw: Draw) -> tuple[torch.Tensor]:
    """(counts [N, V],): no row of zeros; a word of all documents, one of a single one, one of none."""
    n, v = draw.size(2, 6), draw.size(4, 8)
    numbers = draw.integers(0, 4, (n, v)) * draw.integers(0, 2, (n, v))
    numbers[:, 0] = draw.integers(1, 4, (n,))
    numbers[:, 1] = 0
    numbers[int(draw.integers(0, n, ())), 1] = 5
    numbers[:, 2] = 0
    values = numbers.to(draw.dtype)
    return (torch.stack([values, values], -1)[..., 0] if draw.index % 3 == 2 else values,)


def doubles(draw: Draw) -> tuple[torch.Tensor]:
    """(counts [N, V],) in float64."""
    return (counts(draw)[0].double(),)


def with_zero_rows(draw: Draw) -> tuple[torch.Tensor]:
    """(counts [N, V],): rows of zeros among others, all zeros in case 1, one document in case 2, one word in case 3."""
    (values,) = counts(draw)
    if draw.index == 1:
        return (torch.zeros_like(values),)
    if draw.index == 2:
        return (values[:1],)
    if draw.index == 3:
        return (torch.tensor([[2.0], [0.0], [1.0]], dtype=draw.dtype),)
    rows = torch.cat([values, torch.zeros_like(values[:2])])
    return (rows[draw.integers(0, 2**31, (len(rows),)).argsort()],)

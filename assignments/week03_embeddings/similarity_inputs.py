"""Arguments for the checks of `similarity`, drawn afresh. No two cosines of a ranking are near each other."""

from __future__ import annotations

import torch

from grader.testing import Draw

Query = tuple[torch.Tensor, torch.Tensor, int, tuple[int, ...]]


def rows(draw: Draw) -> tuple[torch.Tensor, torch.Tensor]:
    """(a, b) [N, E]: no row is zero; one pair is parallel, one opposite.

    Lengths are large, so that an ε in the denominator costs what `lengths` asks about, and no more.
    """
    n, e = draw.size(3, 7), draw.size(2, 5)
    a, b = 1000 * draw.normal(n, e), 1000 * draw.normal(n, e)
    a = a + 1000 * torch.sign(a)  # no length near 0
    b[1], b[2] = 2.5 * a[1], -a[2] / 3
    return a, b


def zero_rows(draw: Draw) -> tuple[torch.Tensor, torch.Tensor]:
    """The same with zeros in a, in b, in both; nothing but zeros in case 2; one row in case 3; E = 1 in case 4."""
    a, b = rows(draw)
    a[0], b[0], b[1], a[2] = 0, 0, 0, 0
    if draw.index == 2:
        return torch.zeros_like(a), torch.zeros_like(b)
    if draw.index == 3:
        return a[1:2], b[1:2]
    if draw.index == 4:
        return a[:, :1].clone(), b[:, :1].clone()
    return a, b


def lengths(draw: Draw) -> tuple[torch.Tensor, torch.Tensor]:
    """(a, b): lengths of 1e-7 to 1e7."""
    a, b = rows(draw)
    scale = torch.tensor([1e-7, 1e7, 1e-7, 1e-4, 1e4], dtype=a.dtype).repeat(2)[: len(a), None]
    other = torch.tensor([1e-7, 1e7, 1e7, 1e-5, 1e-6], dtype=a.dtype).repeat(2)[: len(a), None]
    unit_a, unit_b = a / a.norm(dim=1, keepdim=True), b / b.norm(dim=1, keepdim=True)
    return unit_a * scale, unit_b * other


def queries(draw: Draw) -> Query:
    """(query, table, k, ()): the lengths of rows differ much, so that products and distances rank otherwise."""
    query, table = _ranked(draw, draw.size(5, 12))
    return query, table, draw.size(2, 4), ()


def excluding(draw: Draw) -> Query:
    """(query, table, k, exclude): the best are excluded; k larger than what is left, all excluded, one row, k = 1."""
    v = draw.size(5, 12)
    query, table = _ranked(draw, v)
    order = torch.cosine_similarity(query[None], table).argsort(descending=True).tolist()
    options: tuple[tuple[int, tuple[int, ...]], ...] = (
        (2, (order[0],)),
        (3, (order[2], order[0])),
        (v + 4, ()),
        (v, (order[1], order[3])),
        (2, tuple(range(v))),
        (1, (order[0], order[0], order[1])),
        (v - 1, (order[-1],)),
    )
    k, exclude = options[draw.index % len(options)]
    if draw.index == 7:
        return query, table[:1], 1, ()
    return query, table, k, exclude


def with_zero_row(draw: Draw) -> Query:
    """(query, table, V, ()): one row is zero; it ranks between the positive and the negative cosines."""
    query, table = _ranked(draw, draw.size(5, 9))
    table[int(draw.integers(0, len(table), ()))] = 0
    return query, table, len(table), ()


def _ranked(draw: Draw, v: int) -> tuple[torch.Tensor, torch.Tensor]:
    """(query [E], table [V, E]): the cosines are at least 0.02 from each other and from 0, of both signs."""
    e = draw.size(3, 6)
    query = draw.normal(e).double()
    query = query / query.norm()
    steps = torch.cat([torch.arange(-30, -1), torch.arange(2, 31)])
    cosines = steps[torch.rand(len(steps), generator=draw.generator).argsort()[:v]] / 31
    cosines[:2] = torch.tensor([-0.992, 0.992])
    cosines = cosines[torch.rand(v, generator=draw.generator).argsort()].double()
    across = torch.randn(v, e, generator=draw.generator, dtype=torch.float64)
    across = across - (across @ query)[:, None] * query
    across = across / across.norm(dim=1, keepdim=True)
    table = cosines[:, None] * query + (1 - cosines.square()).sqrt()[:, None] * across
    long = 10 ** (2 * torch.rand(v, 1, generator=draw.generator, dtype=torch.float64) - 1)
    table = (table * long).to(draw.dtype)
    size = 10 ** draw.uniform(-1, 1)
    return (query * size).to(draw.dtype), (table.T.contiguous().T if draw.index % 3 == 2 else table)

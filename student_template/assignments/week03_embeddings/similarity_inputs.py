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


def queries(draw: Draw) -> Query:
    """(query, table, k, ()): the lengths of rows differ much, so that products and distances rank otherwise."""
    query, table = _ranked(draw, draw.size(5, 12))
    return query, table, draw.size(2, 4), ()


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

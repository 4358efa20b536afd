"""Arguments for the checks of `analogy`, drawn afresh. No two cosines of a ranking are near each other."""

from __future__ import annotations

import torch

from grader.testing import Draw

Question = tuple[int, int, int, torch.Tensor, int]

_GAP = 0.002  # between two cosines: a hundred times the error of float32
_HANDOUT = [[1.0, 0.0, 3.0], [0.0, 6.0, 9.0], [1.0, 0.0, -4.0], [0.0, 0.4, -1.0], [5.0, 0.5, 2.0]]


def handout() -> torch.Tensor:
    """float32 [5, 3]: 0 man, 1 king, 2 woman, 3 queen, 4 apple."""
    return torch.tensor(_HANDOUT)


def questions(draw: Draw) -> Question:
    """(a, b, c, table, k): the lengths of the rows differ much; a, b and c are three rows."""
    return _spread(draw, draw.size(6, 10), draw.size(1, 3))


def _spread(draw: Draw, v: int, k: int, same: str | None = None) -> Question:
    """Tables are drawn until no two cosines are near each other, or near 0."""
    while True:
        e = draw.size(3, 5)
        table = torch.randn(v, e, generator=draw.generator, dtype=torch.float64)
        unit = table / table.norm(dim=1, keepdim=True)
        a, b, c = torch.rand(v, generator=draw.generator).argsort()[:3].tolist()
        a, b = (b if same == "ab" else a), (c if same == "bc" else b)
        c = a if same == "ac" else c
        target = unit[b] - unit[a] + unit[c]
        cosines = torch.cat([unit @ target / target.norm(), torch.zeros(1)])
        if target.norm() > 0.2 and cosines.unique().diff().min() > _GAP:
            long = 10 ** (2 * torch.rand(v, 1, generator=draw.generator, dtype=torch.float64) - 1)
            table = (table * long).to(draw.dtype)
            return a, b, c, (table.T.contiguous().T if draw.index % 3 == 2 else table), k

"""Arguments for the checks of perceptron, xor, activations, backprop_by_hand and custom_function.

Where a result jumps (a threshold, the maximum of two pieces), the values lie on a grid of quarters: their sums and
products are exact in float32, so that no right answer falls on the wrong side by rounding.
"""

from __future__ import annotations

import torch

from grader.testing import Draw

TRUTH_TABLE = ((0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0))

# Every straight line that computes the gate gives the same answer here: between rows of one class, and beyond them.
FORCED_POINTS = {
    "gate_and": ((-1.0, 1.0), (1.0, -1.0), (-2.0, -2.0), (0.5, 0.5), (2.0, 1.0), (1.0, 2.0), (3.0, 3.0)),
    "gate_or": ((-1.0, 0.0), (0.0, -2.0), (-1.0, -1.0), (0.5, 0.5), (2.0, 0.0), (0.0, 3.0), (2.0, 2.0)),
    "gate_nand": ((-1.0, 1.0), (1.0, -1.0), (-2.0, -2.0), (0.5, 0.5), (2.0, 1.0), (1.0, 2.0), (3.0, 3.0)),
}


def quarters(draw: Draw, *shape: int) -> torch.Tensor:
    """Multiples of 1/4 in [−2, 2], of the case's dtype; not contiguous in every third case."""
    t = draw.integers(-8, 9, shape).to(draw.dtype) / 4
    return torch.stack([t, t], -1)[..., 0] if draw.index % 3 == 2 else t


def units(draw: Draw) -> tuple[torch.Tensor, torch.Tensor, float]:
    """(x [N, D], w [D], b); x·w + b is never 0: the products are multiples of 1/16, b lies between two of them."""
    n, d = draw.size(1, 7), draw.size(1, 6)
    return quarters(draw, n, d), quarters(draw, d), (2 * int(draw.integers(-16, 16, ())) + 1) / 32


def units_at_zero(draw: Draw) -> tuple[torch.Tensor, torch.Tensor, float]:
    """(x [N, D], w [D], b) with x·w + b exactly 0 in the first row."""
    n, d = draw.size(2, 6), draw.size(2, 5)
    x, w = quarters(draw, n, d), quarters(draw, d)
    return x, w, -float(x[0].double() @ w.double())


def gate_rows(draw: Draw) -> tuple[torch.Tensor]:
    """(x [N, 2],): rows of the truth table in any order, all of them; in case 0 the table as it stands."""
    table = torch.tensor(TRUTH_TABLE, dtype=draw.dtype)
    if draw.index == 0:
        return (table,)
    rows = torch.cat([torch.arange(4), draw.integers(0, 4, (draw.size(1, 5),))])
    return (table[rows[torch.randperm(len(rows), generator=draw.generator)]],)


def forced_points(draw: Draw) -> tuple[dict[str, torch.Tensor]]:
    """({gate: x [N, 2]},)."""
    return ({gate: torch.tensor(points, dtype=draw.dtype) for gate, points in FORCED_POINTS.items()},)


def real_rows(draw: Draw) -> tuple[torch.Tensor]:
    """(x [N, 2],): any numbers."""
    return (draw.normal(draw.size(1, 6), 2, scale=2.0),)


def training_seed(draw: Draw) -> tuple[int]:
    """(seed,); 0 in the first case."""
    return (0 if draw.index == 0 else int(draw.integers(1, 1_000_000, ())),)

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


def elementwise(draw: Draw) -> tuple[torch.Tensor, torch.Tensor]:
    """(grad_out, x): tensors of one shape, of 0 to 3 dimensions; where x has several entries the first is exactly 0.

    A single number comes in float64 only: near 0, right float32 code may have a few valid digits.
    """
    shapes: list[tuple[int, ...]] = [(7,), (), (3, 4), (1, 5), (2, 3, 2), (1,)]
    shape = shapes[draw.index % len(shapes)]
    grad_out, x = draw.normal(*shape), draw.normal(*shape, scale=2.0)
    if x.numel() == 1:
        return grad_out.double(), x.double()
    x[(0,) * x.dim()] = 0
    return grad_out, x


def with_alpha(draw: Draw) -> tuple[torch.Tensor, torch.Tensor, float]:
    """(grad_out, x, alpha): alpha is exact in float32, in which torch multiplies a mask by a number."""
    return *elementwise(draw), int(draw.integers(3, 14, ())) / 16


def extremes(draw: Draw) -> tuple[torch.Tensor, torch.Tensor, float]:
    """(x [N, 10], grad_out [N, 10], alpha): in each row six large entries among ordinary ones."""
    x = draw.normal(draw.size(1, 3), 10, scale=2.0)
    x[:, 2:8] = torch.tensor([1e4, -1e4, 800.0, -800.0, 95.0, -95.0], dtype=x.dtype)
    return x, draw.normal(*x.shape), draw.uniform(0.2, 0.8)


def maxout_inputs(draw: Draw) -> tuple[torch.Tensor, ...]:
    """(grad_out [N, M], x [N, D], w1 [D, M], b1 [M], w2 [D, M], b2 [M]); the pieces differ by 1/32 at least."""
    n, d, m = draw.size(1, 6), draw.size(1, 5), draw.size(1, 4)
    x, w1, b1, w2, b2 = (quarters(draw, *shape) for shape in ((n, d), (d, m), (m,), (d, m), (m,)))
    return draw.normal(n, m), x, w1, b1, w2, b2 + 1 / 32


def extreme_maxout(draw: Draw) -> tuple[torch.Tensor, ...]:
    """The same with inputs of ±10⁴ in one column."""
    grad_out, x, *rest = maxout_inputs(draw)
    x = x.clone()
    x[:, 0] = 1e4 * torch.where(torch.arange(len(x)) % 2 == 0, 1.0, -1.0)
    return grad_out, x, *rest


def three_numbers(draw: Draw) -> tuple[float, float, float]:
    """(x, y, z); the course's point in the first case."""
    if draw.index == 0:
        return -2.0, 5.0, -4.0
    return draw.uniform(-5, 5), draw.uniform(-5, 5), draw.uniform(-5, 5)


def layer_inputs(draw: Draw) -> tuple[torch.Tensor, ...]:
    """(x [D], W [M, D], b [M], y [M]); M is 1 in float64 only, where p may come near y."""
    d, m = draw.size(1, 6), draw.size(1, 5)
    if draw.dtype == torch.float32:
        m = max(m, 3)
    return draw.normal(d), draw.normal(m, d, scale=0.7), draw.normal(m), draw.normal(m)


def saturated_layer(draw: Draw) -> tuple[torch.Tensor, ...]:
    """The same in float64 with M ≥ 4: z is about +10⁴ in row 0 and −10⁴ in row 1."""
    d, m = draw.size(2, 5), draw.size(4, 6)
    x, W, b, y = (draw.normal(*shape).double() for shape in ((d,), (m, d), (m,), (m,)))
    W, b = W.clone(), b.clone()
    W[0], W[1] = 1e4 * x / (x @ x), -1e4 * x / (x @ x)
    return x, W, b, y


def away_from_zero(draw: Draw) -> tuple[torch.Tensor]:
    """(x,) of which no entry is nearer to 0 than 0.1; positive and negative ones."""
    shapes: list[tuple[int, ...]] = [(2, 3), (7,), (2, 2, 3)]
    x = draw.normal(*shapes[draw.index % len(shapes)])
    x = x + 0.1 * torch.where(x < 0, -1.0, 1.0).to(x.dtype)
    x[(0,) * x.dim()], x[(-1,) * x.dim()] = -1.5, 1.5
    return (x,)


def with_zeros(draw: Draw) -> tuple[torch.Tensor, torch.Tensor]:
    """Two tensors of one shape on the grid, with 0 and −0 among their entries and unlike signs elsewhere."""
    n = draw.size(5, 9)
    x = quarters(draw, n)
    x[:3] = torch.tensor([0.0, -0.0, 1.0], dtype=x.dtype)
    return x, x.flip(0) * torch.where(torch.arange(n) % 2 == 0, 1.0, -1.0).to(x.dtype)

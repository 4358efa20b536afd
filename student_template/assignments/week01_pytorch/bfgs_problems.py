"""Functions to minimise for the checks of `bfgs`. They count how often they are asked."""

from __future__ import annotations

from typing import Any

import torch

from grader.testing import Draw, assert_shape, expect, fail
from grader.testing.assertions import type_name

# A right solution needs some tens of calls, up to four an iteration. Gradient descent would need thousands.
MOST_CALLS = 2_000


class Problem:
    """A function of x [D] with one minimum.

    Attributes:
        start, minimum: [D], float64. calls: how often it was asked since `again`.
    """

    def __init__(self, start: torch.Tensor, minimum: torch.Tensor) -> None:
        self.start, self.minimum, self.calls = start, minimum, 0

    def value_and_gradient(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """(f(x) [], gradient [D])."""
        raise NotImplementedError

    def __call__(self, x: Any) -> tuple[float, torch.Tensor]:
        """What the student is given: f(x) and its gradient; x is the student's, so it may be anything."""
        if not isinstance(x, torch.Tensor):
            fail("type_differs", what="x of f_and_grad", expected="torch.Tensor", actual=type_name(x))
        assert_shape(x, self.start, what="x of f_and_grad")
        expect(
            x.dtype == self.start.dtype,
            "dtype_differs",
            what="x of f_and_grad",
            expected=str(self.start.dtype),
            actual=str(x.dtype),
        )
        self.calls += 1
        if self.calls > MOST_CALLS:
            fail("out_of_range", what="calls of f_and_grad", actual=self.calls, low=1, high=MOST_CALLS)
        f, gradient = self.value_and_gradient(x.detach())
        return float(f), gradient

    def norm(self, x: torch.Tensor) -> float:
        """‖grad‖ at x."""
        return float(self.value_and_gradient(x)[1].norm())


class Quadratic(Problem):
    """½·(x − m)ᵀA(x − m), A positive definite; 0 at its minimum m, so that rounding does not end the search."""

    def __init__(self, a: torch.Tensor, start: torch.Tensor, minimum: torch.Tensor) -> None:
        super().__init__(start, minimum)
        self.a = a

    def value_and_gradient(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        gradient = self.a @ (x - self.minimum)
        return (x - self.minimum) @ gradient / 2, gradient


class Rosenbrock(Problem):
    """(a − x₀)² + b·(x₁ − x₀²)²: a bent valley, its minimum at (a, a²)."""

    def __init__(self, a: float, b: float) -> None:
        super().__init__(torch.tensor([-1.2, 1.0]).double(), torch.tensor([a, a * a]).double())
        self.a, self.b = a, b

    def value_and_gradient(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        first, second = self.a - x[0], x[1] - x[0] ** 2
        gradient = torch.stack([-2 * first - 4 * self.b * x[0] * second, 2 * self.b * second])
        return first**2 + self.b * second**2, gradient


def quadratic(draw: Draw) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """(A [D, D], start [D], minimum [D]): eigenvalues from 0.1 to 100, D = 1 in case 2."""
    d = 1 if draw.index == 2 else draw.size(4, 7)
    v = torch.randn(d, generator=draw.generator, dtype=torch.float64)
    mirror = torch.eye(d, dtype=torch.float64) - 2 * torch.outer(v, v) / (v @ v)  # orthogonal and symmetric
    eigenvalues = torch.logspace(-1, 2, d, dtype=torch.float64)
    return (mirror * eigenvalues) @ mirror, draw.normal(d, scale=2.0).double(), draw.normal(d).double()


def rosenbrock(draw: Draw) -> tuple[float, float]:
    """(a, b): the common 1 and 100 in case 0."""
    return (1.0, 100.0) if draw.index == 0 else (draw.uniform(0.5, 1.5), draw.uniform(20, 100))

"""Minimising a function with BFGS, from its values and gradients alone.

Source: J. Nocedal and S. J. Wright, "Numerical Optimization", 2nd edition, Springer 2006, chapters 3 and 6.
"""

from __future__ import annotations

from collections.abc import Callable

import torch


def bfgs_minimize(
    f_and_grad: Callable[[torch.Tensor], tuple[float, torch.Tensor]],
    x0: torch.Tensor,
    max_iter: int = 200,
    tol: float = 1e-6,
) -> torch.Tensor:
    """A point with ‖grad‖ < tol, from x0 on.

    With H [D, D], the identity at first, an iteration goes from x to x − t·H·g. t is 1, halved until f falls by at
    least 1e-4·t·gᵀ·H·g (Armijo). Then with s = x' − x, y = g' − g and r = 1/(sᵀ·y)

        H ← (I − r·s·yᵀ)·H·(I − r·y·sᵀ) + r·s·sᵀ

    which is left out where sᵀ·y ≤ 0: H has to stay positive definite.

    Args:
        f_and_grad: x [D] → (f(x), its gradient [D]).
        x0: where to start [D], float64. It is not modified.
        max_iter: iterations at most; 0 makes none.
        tol: it ends as soon as the Euclidean norm of the gradient is below.

    Returns:
        The last x [D], a new tensor.
    """
    # BEGIN SOLUTION
    x = x0.clone()
    f, g = f_and_grad(x)
    eye = torch.eye(len(x), dtype=x.dtype)
    inverse = eye
    for _ in range(max_iter):
        if g.norm() < tol:
            break
        direction = -inverse @ g
        t = 1.0
        while True:
            new = x + t * direction
            new_f, new_g = f_and_grad(new)
            if new_f <= f + 1e-4 * t * (g @ direction) or t < 1e-12:
                break
            t = t / 2
        s, y = new - x, new_g - g
        curvature = s @ y
        if curvature > 0:
            left = eye - torch.outer(s, y) / curvature
            inverse = left @ inverse @ left.T + torch.outer(s, s) / curvature
        x, f, g = new, new_f, new_g
    return x
    # END SOLUTION

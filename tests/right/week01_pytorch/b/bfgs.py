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
    least 1e-4·t·gᵀH·g (Armijo). Then with s = x' − x, y = g' − g and r = 1/(sᵀy)

        H ← (I − r·s·yᵀ)·H·(I − r·y·sᵀ) + r·s·sᵀ

    which is left out where sᵀy ≤ 0: H has to stay positive definite.

    Args:
        f_and_grad: x [D] → (f(x), its gradient [D]).
        x0: where to start [D], float64. It is not modified.
        max_iter: iterations at most; 0 makes none.
        tol: it ends as soon as the Euclidean norm of the gradient is below.

    Returns:
        The last x [D], a new tensor.
    """
    x = x0.detach().clone()
    if max_iter == 0:
        return x
    eye = torch.eye(len(x), dtype=x.dtype, device=x.device)
    H = eye.clone()
    f, g = f_and_grad(x.clone())
    g = g.detach().clone()
    for _ in range(max_iter):
        if float(g.norm()) < tol:
            break
        p = -(H @ g)
        slope = float(g @ p)
        t = 1.0
        while t >= 1e-12:
            x_new = x + t * p
            f_new, g_new = f_and_grad(x_new.clone())
            if f_new <= f + 1e-4 * t * slope:
                break
            t /= 2
        else:
            break  # no step makes f smaller: as good as it gets
        g_new = g_new.detach().clone()
        s, y = x_new - x, g_new - g
        sy = float(s @ y)
        if sy > 0:
            r = 1 / sy
            left = eye - r * torch.outer(s, y)
            H = left @ H @ left.T + r * torch.outer(s, s)
        x, f, g = x_new, f_new, g_new
    return x

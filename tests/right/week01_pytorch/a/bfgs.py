"""Minimising a function with BFGS, from its values and gradients alone.

Source: J. Nocedal and S. J. Wright, "Numerical Optimization", 2nd edition, Springer 2006, chapters 3 and 6.
"""

from __future__ import annotations

from collections.abc import Callable

import torch


def _evaluate(
    f_and_grad: Callable[[torch.Tensor], tuple[float, torch.Tensor]], x: torch.Tensor
) -> tuple[float, torch.Tensor]:
    value, grad = f_and_grad(x.clone())
    return float(value), grad.detach().clone()


def _line_search(
    f_and_grad: Callable[[torch.Tensor], tuple[float, torch.Tensor]],
    x: torch.Tensor,
    f: float,
    g: torch.Tensor,
    p: torch.Tensor,
) -> tuple[torch.Tensor, float, torch.Tensor] | None:
    """(x', f(x'), its gradient) for the first t = 1, 1/2, … that satisfies Armijo's condition; None if none does.

    Right at the minimum f no longer shows which point is the better one; there a shorter gradient decides.
    """
    slope = float(g @ p)
    noise = 1e-15 * abs(f)
    t = 1.0
    while t >= 1e-12:
        candidate = x + t * p
        if torch.equal(candidate, x):
            return None
        f_new, g_new = _evaluate(f_and_grad, candidate)
        if f_new <= f + 1e-4 * t * slope:
            return candidate, f_new, g_new
        if abs(f_new - f) <= noise and float(g_new.norm()) < float(g.norm()):
            return candidate, f_new, g_new
        t /= 2
    return None


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
    if max_iter <= 0:
        return x
    H = torch.eye(x.numel(), dtype=x.dtype, device=x.device)
    fresh = True  # H is the identity
    f, g = _evaluate(f_and_grad, x)
    for _ in range(max_iter):
        norm = float(g.norm())
        if norm < tol:
            break
        found = _line_search(f_and_grad, x, f, g, -(H @ g))
        if found is None and not fresh:  # H has gone bad: once more along −g
            H, fresh = torch.eye(x.numel(), dtype=x.dtype, device=x.device), True
            found = _line_search(f_and_grad, x, f, g, -g)
        if found is None:
            break
        x_new, f, g_new = found
        s, y = x_new - x, g_new - g
        x, g = x_new, g_new
        sy = float(s @ y)
        if sy > 0:
            # the product of the three matrices, multiplied out (H is symmetric)
            r = 1 / sy
            Hy = H @ y
            cross = torch.outer(s, Hy)
            H = H - r * (cross + cross.T) + (r + r * r * float(y @ Hy)) * torch.outer(s, s)
            fresh = False
    return x

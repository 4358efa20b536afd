"""r·s·sᵀ is missing: H loses a direction with every update.

task: bfgs
loses: test_quadratics, test_rosenbrock, test_directions, test_when_it_ends
mistake: missing_term
"""

import torch


def bfgs_minimize(f_and_grad, x0, max_iter=200, tol=1e-6):
    n = x0.shape[0]
    I = torch.eye(n, dtype=x0.dtype)
    H = I.clone()
    x = x0.clone()
    f, g = f_and_grad(x)
    for k in range(max_iter):
        if torch.norm(g) < tol:
            break
        p = -(H @ g)
        t = 1.0
        while True:
            x_new = x + t * p
            f_new, g_new = f_and_grad(x_new)
            if f_new <= f + 1e-4 * t * torch.dot(g, p) or t < 1e-10:
                break
            t *= 0.5
        s = x_new - x
        y = g_new - g
        sy = torch.dot(s, y)
        if sy > 1e-12:
            rho = 1 / sy
            V = I - rho * torch.outer(s, y)
            H = V @ H @ V.T
        x, f, g = x_new, f_new, g_new
    return x

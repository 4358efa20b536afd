"""Every step is taken whole.

task: bfgs
loses: test_directions
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
        x_new = x + t * p
        f_new, g_new = f_and_grad(x_new)
        s = x_new - x
        y = g_new - g
        sy = torch.dot(s, y)
        if sy > 1e-12:
            rho = 1 / sy
            V = I - rho * torch.outer(s, y)
            H = V @ H @ V.T + rho * torch.outer(s, s)
        x, f, g = x_new, f_new, g_new
    return x

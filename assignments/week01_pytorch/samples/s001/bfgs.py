import torch


def bfgs_minimize(f_and_grad, x0, max_iter=200, tol=1e-6):
    x = x0.clone()
    H = torch.eye(x.numel(), dtype=x.dtype)
    f, g = f_and_grad(x)
    k = 0
    while k < max_iter and torch.linalg.vector_norm(g) >= tol:
        p = -H.mv(g)
        slope = float(g.dot(p))
        t = 1.0
        for _ in range(60):
            x1 = x + t * p
            f1, g1 = f_and_grad(x1)
            if f1 <= f + 1e-4 * t * slope:
                break
            t *= 0.5
        s, y = x1 - x, g1 - g
        sy = s.dot(y)
        if sy > 0:
            Hy = H.mv(y)
            H = H + (1 + y.dot(Hy) / sy) * torch.outer(s, s) / sy - (torch.outer(Hy, s) + torch.outer(s, Hy)) / sy
        x, f, g = x1, f1, g1
        k += 1
    return x

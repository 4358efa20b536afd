"""torch's L-BFGS finds the minimum.

task: bfgs
loses: test_quadratics, test_rosenbrock, test_directions, test_when_it_ends
"""

import torch


def bfgs_minimize(f_and_grad, x0, max_iter=200, tol=1e-6):
    x = x0.clone().requires_grad_()
    optimizer = torch.optim.LBFGS([x], max_iter=max_iter, tolerance_grad=tol / 10, line_search_fn="strong_wolfe")

    def closure():
        f, g = f_and_grad(x.detach().clone())
        x.grad = g
        return f

    optimizer.step(closure)
    return x.detach()

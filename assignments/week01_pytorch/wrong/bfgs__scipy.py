"""scipy finds the minimum.

task: bfgs
loses: test_quadratics, test_rosenbrock, test_directions, test_when_it_ends
"""

import scipy.optimize
import torch


def bfgs_minimize(f_and_grad, x0, max_iter=200, tol=1e-6):
    def f(x):
        value, gradient = f_and_grad(torch.from_numpy(x.copy()))
        return value, gradient.numpy()

    found = scipy.optimize.minimize(f, x0.numpy(), jac=True, method="BFGS", options={"maxiter": max_iter, "gtol": tol / 10})
    return torch.from_numpy(found.x)

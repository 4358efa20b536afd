"""Parameters and gradients for the checks of `optimizers`, and what torch.optim makes of them."""

from __future__ import annotations
from typing import Any

import torch

from assignments.week01_pytorch.nn_results import results
from grader.testing import Draw, assert_matches

STEPS = 20
RESULTS = ("params", "state")
Tensors = list[torch.Tensor]
Trajectory = list[Tensors]  # of gradients, or of parameters


def trajectory(draw: Draw) -> tuple[Tensors, Trajectory, float, float]:
    """(params, the gradients of 20 steps, lr, a number from 0 to 1): float64; two tensors in case 0, three later.

    Gradients are as large as 1 in the first element of a tensor and as small as 1e-4 in its last one.
    """
    shapes = [(3, 4), (5,)] if draw.index == 0 else [(2, 5), (1,), (4, 3)]
    params = [draw.normal(*shape).double() for shape in shapes]
    grads = [[draw.normal(*shape).double() * _sizes(shape) for shape in shapes] for _ in range(STEPS)]
    return params, grads, draw.uniform(0.01, 0.1), draw.uniform()


def torch_trajectory(optimizer: Any, params: Tensors, grads: Trajectory, **hyper: Any) -> Trajectory:
    """The parameters after each step of torch's optimizer, computed in float64 and given in the dtype of `params`."""
    own = [p.double().clone().requires_grad_() for p in params]
    stepper = optimizer(own, foreach=False, **hyper)
    found: Trajectory = []
    for step in grads:
        for p, g in zip(own, step, strict=True):
            p.grad = g.double().clone()
        stepper.step()
        found.append([p.detach().clone().to(given.dtype) for p, given in zip(own, params, strict=True)])
    return found


def follow(step: Any, params: Any, grads: Trajectory, expected: Trajectory, **hyper: Any) -> None:
    """The student's step function, from an empty state on, gives these parameters after each step."""
    state: Any = {}
    for number, (g, want) in enumerate(zip(grads, expected, strict=True), start=1):
        params, state = results(step(params, g, state, **hyper), RESULTS)
        assert_matches(params, want, what=f"params after step {number}")


def _sizes(shape: tuple[int, ...]) -> torch.Tensor:
    """Factors from 1 down to 1e-4."""
    count = torch.Size(shape).numel()
    return torch.logspace(0, -4, count, dtype=torch.float64).view(shape)

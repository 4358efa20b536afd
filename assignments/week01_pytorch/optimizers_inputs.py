"""Parameters and gradients for the checks of `optimizers`, and what torch.optim makes of them."""

from __future__ import annotations

from collections.abc import Sequence
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


def awkward(draw: Draw) -> tuple[Tensors, Trajectory, float, float]:
    """As `trajectory`, 4 steps of float32, shapes [], [1] and [2, 3], not contiguous; the gradient of [1] is 0
    in every second step."""
    shapes: list[tuple[int, ...]] = [(), (1,), (2, 3)]

    def one(shape: tuple[int, ...]) -> torch.Tensor:
        values = draw.normal(*shape).float()
        return values.T.contiguous().T if len(shape) > 1 else values

    # Numbers that stand alone begin far from 0: near it, float32 has few valid digits left.
    params = [one(shape) if len(shape) > 1 else 3 + one(shape).abs() for shape in shapes]
    grads = [[one(shape) for shape in shapes] for _ in range(4)]
    for step in grads[::2]:
        step[1] = torch.zeros_like(step[1])
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


def alternate(step: Any, runs: Sequence[tuple[Tensors, Trajectory, Trajectory]], **hyper: Any) -> None:
    """As `follow` for several runs (params, grads, expected) whose steps alternate, each with a state of its own."""
    now: list[tuple[Tensors, Any]] = [(params, {}) for params, _, _ in runs]
    for number in range(len(runs[0][1])):
        for k, (_, grads, expected) in enumerate(runs):
            params, state = now[k]
            params, state = results(step(params, grads[number], state, **hyper), RESULTS)
            assert_matches(params, expected[number], what=f"params after step {number + 1}")
            now[k] = (params, state)


def _sizes(shape: tuple[int, ...]) -> torch.Tensor:
    """Factors from 1 down to 1e-4."""
    count = torch.Size(shape).numel()
    return torch.logspace(0, -4, count, dtype=torch.float64).view(shape)

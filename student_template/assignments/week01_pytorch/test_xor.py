"""Checks of `xor`: a network with one hidden layer, and its training."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import nn

from assignments.week01_pytorch.inputs_basics import TRUTH_TABLE, real_rows, training_seed
from grader.testing import assert_matches, assert_shape, expect, fail
from grader.testing.assertions import type_name

pytestmark = pytest.mark.task("xor")

XOR = torch.tensor([0, 1, 1, 0])


@pytest.mark.points(1)
def test_forward(student: Any, cases: Any) -> None:
    """forward gives a probability for each row, by itself; with zeros for all parameters it is 0.5.

    ko: forward는 행마다 따로 확률 하나를 반환하고, 매개변수가 모두 0이면 그 값은 0.5이다.
    """
    for (x,) in cases(real_rows, n=3):
        model = _of_dtype(student.XorMLP(), x.dtype)
        p = model(x)
        assert_shape(p, (len(x),), what="p")
        expect(bool(((p >= 0) & (p <= 1)).all()), "week01.not_probabilities")
        alone = torch.cat([model(row) for row in x.detach().split(1)])
        assert_matches(p, alone.detach(), what="p")
        _zero(model)
        assert_matches(model(x).detach(), torch.full((len(x),), 0.5, dtype=x.dtype), what="p")


@pytest.mark.points(1)
@pytest.mark.needs("test_forward")
def test_parameters(student: Any, cases: Any) -> None:
    """There are 4·hidden + 1 parameters; gradients reach all of them, and x.

    ko: 매개변수는 4·hidden + 1개이다. 기울기는 모든 매개변수와 x에 닿는다.
    """
    for (x,), arguments in zip(cases(real_rows, n=3), ((), (2,), (7,)), strict=True):
        model = _of_dtype(student.XorMLP(*arguments), torch.float64)
        count = sum(p.numel() for p in model.parameters())
        assert_matches(count, 4 * (arguments or (4,))[0] + 1, what="parameters")
        with torch.no_grad():
            for k, p in enumerate(model.parameters()):  # positive and small: no ReLU is cut off, no tanh is flat
                p.copy_(torch.linspace(0.05, 0.2, p.numel(), dtype=p.dtype).view_as(p) + 0.03 * k)
        inside = (x.double().abs() / (1 + x.double().abs()) + 0.1).requires_grad_()
        model(inside).sum().backward()
        _compare_slope(model, inside)
        for name, p in model.named_parameters():
            if p.grad is None or not bool(p.grad.ne(0).all()):
                fail("no_gradient", what=name)


@pytest.mark.points(1)
@pytest.mark.timeout(15)
def test_train_xor(student: Any, cases: Any) -> None:
    """With every seed the trained model gets all four rows right.

    ko: 어떤 시드로 학습해도 네 행이 모두 맞다.
    """
    for (seed,) in cases(training_seed, n=4):
        assert_matches((_table(student.train_xor(seed)) > 0.5).long(), XOR, what=f"train_xor({seed})")


def _compare_slope(model: Any, x: torch.Tensor) -> None:
    """The gradient by x, after a backward pass, against a central difference."""
    if x.grad is None:
        fail("no_gradient", what="x")
    step = 1e-5
    with torch.no_grad():
        numeric = (model(x + step) - model(x - step)).sum() / (2 * step)
    assert_matches(x.grad.sum(), numeric, what="gradient of x", tolerance=1e-5)


def _of_dtype(model: Any, dtype: torch.dtype) -> Any:
    """The module in `dtype`."""
    if not isinstance(model, nn.Module):
        fail("type_differs", what="XorMLP", expected="torch.nn.Module", actual=type_name(model))
    return model.to(dtype)


def _table(model: Any) -> torch.Tensor:
    """Probabilities of the four rows, [4], in the dtype that the model was trained in."""
    parameter = next(iter(_of_dtype(model, torch.float64).parameters()), None)
    if parameter is None:
        fail("length_differs", what="parameters", expected=17, actual=0)
    p = model(torch.tensor(TRUTH_TABLE, dtype=torch.float64))
    assert_shape(p, (4,), what="p")
    return p.detach()


def _zero(model: Any) -> None:
    """All parameters 0."""
    with torch.no_grad():
        for p in model.parameters():
            p.zero_()

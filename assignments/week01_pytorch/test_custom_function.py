"""Checks of `custom_function`: a ReLU with its own backward pass."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from assignments.week01_pytorch.inputs_basics import away_from_zero, elementwise, with_zeros
from grader.testing import assert_gradients, assert_matches, expect

pytestmark = pytest.mark.task("custom_function")


@pytest.mark.points(1)
def test_values(student: Any, reference: Any, cases: Any) -> None:
    """my_relu and MyReLU.apply give max(x, 0).

    ko: my_relu와 MyReLU.apply는 max(x, 0)을 낸다.
    """
    for _, x in cases(elementwise, n=6):
        assert_matches(student.my_relu(x), reference.my_relu(x), what="my_relu(x)")
        assert_matches(student.MyReLU.apply(x), reference.my_relu(x), what="MyReLU.apply(x)")


@pytest.mark.points(1)
@pytest.mark.needs("test_values")
def test_gradients(student: Any, reference: Any, cases: Any) -> None:
    """The gradient that backward gives is that of max(x, 0), also measured by differences (gradcheck).

    ko: backward의 기울기는 max(x, 0)의 기울기이고, 차분으로 잰 값과도 같다(gradcheck).
    """
    inputs = list(cases(away_from_zero, n=3))
    for f in (student.my_relu, student.MyReLU.apply):
        assert_gradients(f, reference.my_relu, inputs)
    x = inputs[0][0].double().requires_grad_()
    right = torch.autograd.gradcheck(student.MyReLU.apply, (x,), raise_exception=False)
    expect(right, "week01.gradcheck")


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_gradients")
def test_each_call_by_itself(student: Any, cases: Any) -> None:
    """The gradient is 0 wherever x ≤ 0, and calls whose backward comes later keep their own inputs.

    ko: x ≤ 0이면 기울기는 0이고, 나중에 역전파하는 호출도 각자의 입력을 기억한다.
    """
    for x, other in cases(with_zeros, n=3):
        pair = []
        for f in (student.MyReLU.apply, torch.relu):  # torch's derivative at 0 is 0, too
            first, second = (v.clone().requires_grad_() for v in (x, other))
            inside = f(first)
            outside = f(second)
            weights = torch.linspace(0.5, 2.0, x.numel(), dtype=x.dtype) / 3  # no float32 numbers
            ((f(3 * inside) + outside) * weights).sum().backward()
            expect(first.grad is not None and second.grad is not None, "no_gradient", what="x")
            pair.append((first.grad, second.grad))
        assert_matches(*pair, what=("gradient of the first call", "gradient of the second call"))

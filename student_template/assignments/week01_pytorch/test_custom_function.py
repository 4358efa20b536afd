"""Checks of `custom_function`: a ReLU with its own backward pass."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from assignments.week01_pytorch.inputs_basics import away_from_zero, elementwise
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

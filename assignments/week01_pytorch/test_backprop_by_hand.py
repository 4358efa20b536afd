"""Checks of `backprop_by_hand`: the chain rule on two small graphs."""

from __future__ import annotations

from typing import Any

import pytest

from assignments.week01_pytorch.inputs_basics import layer_inputs, saturated_layer, three_numbers
from grader.testing import assert_matches

pytestmark = pytest.mark.task("backprop_by_hand")

XYZ = ("f", "df/dx", "df/dy", "df/dz")
LAYER = ("L", "dL/dp", "dL/dz", "dL/dW", "dL/db")


@pytest.mark.points(1)
def test_xyz_grads(student: Any, reference: Any, cases: Any) -> None:
    """f = (x + y)·z is −12 at (−2, 5, −4), its gradients are −4, −4 and 3; other points follow the same rule.

    ko: (−2, 5, −4)에서 f = (x + y)·z는 −12, 기울기는 −4, −4, 3이고, 다른 점에서도 같은 규칙을 따른다.
    """
    for case in cases(three_numbers, n=5):
        assert_matches(student.xyz_grads(*case), reference.xyz_grads(*case), what=XYZ)


@pytest.mark.points(1)
def test_loss_and_dp(student: Any, reference: Any, cases: Any) -> None:
    """L is the sum of the squares of y − p, and dL/dp its derivative.

    ko: L은 y − p의 제곱의 합이고, dL/dp는 그 도함수이다.
    """
    _compare(student, reference, cases(layer_inputs, n=6), 0, 2)


@pytest.mark.points(1)
@pytest.mark.needs("test_loss_and_dp")
def test_dz(student: Any, reference: Any, cases: Any) -> None:
    """dL/dz is dL/dp times the derivative of the sigmoid.

    ko: dL/dz는 dL/dp에 시그모이드의 도함수를 곱한 값이다.
    """
    _compare(student, reference, cases(layer_inputs, n=6), 2, 3)


@pytest.mark.points(1)
@pytest.mark.needs("test_dz")
def test_dW_and_db(student: Any, reference: Any, cases: Any) -> None:  # noqa: N802 - the names of the results
    """dL/dW [M, D] and dL/db [M] follow from dL/dz.

    ko: dL/dW [M, D]와 dL/db [M]는 dL/dz에서 나온다.
    """
    _compare(student, reference, cases(layer_inputs, n=6), 3, 5)


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_dW_and_db")
def test_saturated(student: Any, reference: Any, cases: Any) -> None:
    """Nothing overflows or is NaN where z is ±10⁴.

    ko: z가 ±10⁴여도 오버플로나 NaN이 생기지 않는다.
    """
    _compare(student, reference, cases(saturated_layer, n=3), 0, 5)


def _compare(student: Any, reference: Any, cases: Any, first: int, end: int) -> None:
    """The results first … end − 1 of mse_sigmoid_grads; of the others only that there are five."""
    for case in cases:
        actual, expected = student.mse_sigmoid_grads(*case), reference.mse_sigmoid_grads(*case)
        if not isinstance(actual, tuple) or len(actual) != len(LAYER):
            assert_matches(actual, expected, what=LAYER)
        assert_matches(actual[first:end], expected[first:end], what=LAYER[first:end])

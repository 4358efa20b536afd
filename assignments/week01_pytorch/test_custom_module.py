"""Checks of `custom_module`: the class TwoLayerNet."""

from __future__ import annotations

from typing import Any

import pytest

from assignments.week01_pytorch.nn_inputs import two_layer_inputs, two_layer_shapes
from assignments.week01_pytorch.nn_modules import check_state, loaded
from grader.testing import assert_matches, assert_module_gradients

pytestmark = pytest.mark.task("custom_module")


@pytest.mark.points(0.5)
def test_two_layer_state(student: Any, cases: Any) -> None:
    """The state dict has the names and shapes of linear1 and linear2.

    ko: state_dict의 이름과 형태가 linear1, linear2의 것과 같다.
    """
    for sizes, _, _ in cases(two_layer_inputs, n=3):
        check_state(student.TwoLayerNet(*sizes), two_layer_shapes(*sizes))


@pytest.mark.points(1.5)
@pytest.mark.needs("test_two_layer_state")
def test_two_layer_forward(student: Any, reference: Any, cases: Any) -> None:
    """With given weights the output is linear2(relu(linear1(x))).

    ko: 주어진 가중치를 넣으면 출력이 linear2(relu(linear1(x)))이다.
    """
    for sizes, state, x in cases(two_layer_inputs, n=5):
        actual, expected = (loaded(side.TwoLayerNet(*sizes), state) for side in (student, reference))
        assert_matches(actual(x), expected(x), what="output")


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_two_layer_forward")
def test_two_layer_gradients(student: Any, reference: Any, cases: Any) -> None:
    """The gradient reaches the input and every parameter.

    ko: 기울기가 입력과 모든 매개변수에 닿는다.
    """
    for sizes, state, x in cases(two_layer_inputs, n=2):
        models = (loaded(side.TwoLayerNet(*sizes), state) for side in (student, reference))
        assert_module_gradients(*models, [(x,)])

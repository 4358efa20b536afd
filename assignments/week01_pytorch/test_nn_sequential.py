"""Checks of `nn_sequential`: Linear, ReLU, Linear without a class."""

from __future__ import annotations

from typing import Any

import pytest

from assignments.week01_pytorch.nn_inputs import sequential_inputs, sequential_shapes
from assignments.week01_pytorch.nn_modules import check_state, loaded
from grader.testing import assert_matches, assert_module_gradients

pytestmark = pytest.mark.task("nn_sequential")


@pytest.mark.points(0.5)
def test_sequential_state(student: Any, cases: Any) -> None:
    """The state dict has the names 0.weight, 0.bias, 2.weight, 2.bias and the shapes of the two linear layers.

    ko: state_dict의 이름이 0.weight, 0.bias, 2.weight, 2.bias이고 형태가 두 선형층의 것과 같다.
    """
    for sizes, _, _ in cases(sequential_inputs, n=3):
        check_state(student.build_sequential(*sizes), sequential_shapes(*sizes))


@pytest.mark.points(1)
@pytest.mark.needs("test_sequential_state")
def test_sequential_forward(student: Any, reference: Any, cases: Any) -> None:
    """With given weights the output is that of Linear, ReLU, Linear.

    ko: 주어진 가중치를 넣으면 출력이 Linear, ReLU, Linear를 차례로 지난 값이다.
    """
    for sizes, state, x in cases(sequential_inputs, n=5):
        actual, expected = (loaded(side.build_sequential(*sizes), state) for side in (student, reference))
        assert_matches(actual(x), expected(x), what="output")


@pytest.mark.points(0.5)
@pytest.mark.hidden
@pytest.mark.needs("test_sequential_forward")
def test_sequential_gradients(student: Any, reference: Any, cases: Any) -> None:
    """The gradient reaches the input and every parameter.

    ko: 기울기가 입력과 모든 매개변수에 닿는다.
    """
    for sizes, state, x in cases(sequential_inputs, n=2):
        models = (loaded(side.build_sequential(*sizes), state) for side in (student, reference))
        assert_module_gradients(*models, [(x,)])

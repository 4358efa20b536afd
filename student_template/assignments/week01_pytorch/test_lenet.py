"""Checks of `lenet`: the class LeNet."""

from __future__ import annotations

from typing import Any

import pytest

from assignments.week01_pytorch.nn_inputs import LENET, lenet_inputs
from assignments.week01_pytorch.nn_modules import check_state, loaded
from grader.testing import assert_matches

pytestmark = pytest.mark.task("lenet")


@pytest.mark.points(0.5)
def test_lenet_state(student: Any) -> None:
    """The state dict has the names and shapes of conv1, conv2, fc1, fc2 and fc3.

    ko: state_dict의 이름과 형태가 conv1, conv2, fc1, fc2, fc3의 것과 같다.
    """
    check_state(student.LeNet(), LENET)


@pytest.mark.points(1.5)
@pytest.mark.needs("test_lenet_state")
def test_lenet_forward(student: Any, reference: Any, cases: Any) -> None:
    """With given weights the logits are those of the layers in their order.

    ko: 주어진 가중치를 넣으면 로짓이 층을 순서대로 지난 값이다.
    """
    actual, expected = student.LeNet(), reference.LeNet()
    for state, x in cases(lenet_inputs, n=3):
        assert_matches(loaded(actual, state)(x), loaded(expected, state)(x), what="logits")

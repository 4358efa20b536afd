"""Checks of `autograd`: two layers trained with gradients from autograd."""

from __future__ import annotations

from typing import Any

import pytest

from assignments.week01_pytorch.two_layers import one_step, several_steps, tutorial_network
from grader.testing import assert_matches, expect

pytestmark = pytest.mark.task("autograd")

RESULTS = ("losses", "w1", "w2")


@pytest.mark.points(1)
def test_one_step(student: Any, reference: Any, cases: Any) -> None:
    """One update: the loss before it, and both weights after it.

    ko: 한 번 갱신한다. 갱신 전의 손실과 갱신 후의 두 가중치를 반환한다.
    """
    for case in cases(one_step, n=6):
        actual, expected = student.train_two_layer_autograd(*case), reference.train_two_layer_autograd(*case)
        assert_matches(actual, expected, what=RESULTS)


@pytest.mark.points(1)
@pytest.mark.needs("test_one_step")
def test_gradients_are_cleared(student: Any, reference: Any, cases: Any) -> None:
    """Several updates: each uses the gradient of its own step alone.

    ko: 여러 번 갱신한다. 갱신마다 그 스텝의 기울기만 쓴다.
    """
    for case in cases(several_steps, n=6):
        actual, expected = student.train_two_layer_autograd(*case), reference.train_two_layer_autograd(*case)
        assert_matches(actual, expected, what=RESULTS)


@pytest.mark.points(1)
@pytest.mark.needs("test_one_step")
def test_detached(student: Any, reference: Any, cases: Any) -> None:
    """The results are cut off the graph: none of them requires a gradient.

    ko: 결과는 계산 그래프에서 떼어 낸 값이다. 어느 것도 기울기를 요구하지 않는다.
    """
    for case in cases(one_step, n=2):
        actual, expected = student.train_two_layer_autograd(*case), reference.train_two_layer_autograd(*case)
        assert_matches(actual, expected, what=RESULTS)
        for result, name in zip(actual, RESULTS, strict=True):
            expect(not result.requires_grad, "week01.not_detached", what=name)


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_gradients_are_cleared")
def test_tutorial_sizes(student: Any, reference: Any, cases: Any) -> None:
    """The loss falls as it should for the tutorial's sizes 64, 1000, 100, 10 and learning rate 1e-6.

    ko: 튜토리얼의 크기 64, 1000, 100, 10과 학습률 1e-6에서 손실이 맞게 줄어든다.
    """
    for case in cases(tutorial_network, n=1):
        actual, expected = student.train_two_layer_autograd(*case), reference.train_two_layer_autograd(*case)
        assert_matches(actual, expected, what=RESULTS)

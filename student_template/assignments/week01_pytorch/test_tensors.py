"""Checks of `tensors`: two layers trained with gradients by hand."""

from __future__ import annotations

from typing import Any

import pytest

from assignments.week01_pytorch.two_layers import one_step, several_steps
from grader.testing import assert_matches

pytestmark = pytest.mark.task("tensors")

RESULTS = ("losses", "w1", "w2")


@pytest.mark.points(2)
def test_one_step(student: Any, reference: Any, cases: Any) -> None:
    """One update: the loss before it, and both weights after it.

    ko: 한 번 갱신한다. 갱신 전의 손실과 갱신 후의 두 가중치를 반환한다.
    """
    for case in cases(one_step, n=6):
        actual, expected = student.train_two_layer_manual(*case), reference.train_two_layer_manual(*case)
        assert_matches(actual, expected, what=RESULTS)


@pytest.mark.points(2)
@pytest.mark.needs("test_one_step")
def test_several_steps(student: Any, reference: Any, cases: Any) -> None:
    """The loss before each of several updates, and the weights after the last one.

    ko: 여러 번 갱신한다. 매번 갱신 전의 손실과 마지막 갱신 후의 가중치를 반환한다.
    """
    for case in cases(several_steps, n=6):
        actual, expected = student.train_two_layer_manual(*case), reference.train_two_layer_manual(*case)
        assert_matches(actual, expected, what=RESULTS)

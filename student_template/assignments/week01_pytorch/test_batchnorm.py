"""Checks of `batchnorm`: forward in training and evaluation, and backward by hand."""

from __future__ import annotations

from typing import Any

import pytest

from assignments.week01_pytorch.batchnorm_inputs import backward_inputs, evaluation_inputs, training_inputs
from assignments.week01_pytorch.nn_results import results
from grader.testing import assert_matches

pytestmark = pytest.mark.task("batchnorm")

RESULTS = ("y", "running_mean", "running_var")
GRADIENTS = ("dx", "dgamma", "dbeta")


@pytest.mark.points(1.5)
def test_training_values(student: Any, reference: Any, cases: Any) -> None:
    """In training y is normalised with the batch's own mean and its biased variance.

    ko: 학습할 때 y는 배치의 평균과 편향 분산(N으로 나눔)으로 정규화한 값이다.
    """
    for arguments, momentum, eps in cases(training_inputs, n=6):
        y, *_ = results(student.batchnorm_forward(*arguments, True, momentum, eps), RESULTS)
        assert_matches(y, reference.batchnorm_forward(*arguments, True, momentum, eps)[0], what="y")


@pytest.mark.points(1)
def test_running_statistics(student: Any, reference: Any, cases: Any) -> None:
    """In training the running statistics move by `momentum` towards the batch's mean and unbiased variance.

    ko: 학습할 때 이동 통계는 배치의 평균과 불편 분산(N − 1로 나눔) 쪽으로 `momentum`만큼 움직인다.
    """
    for index, (arguments, momentum, _) in enumerate(cases(training_inputs, n=5)):
        more = (momentum,) if index else ()  # 0.1 where nothing is said
        _, *running = results(student.batchnorm_forward(*arguments, True, *more), RESULTS)
        assert_matches(tuple(running), reference.batchnorm_forward(*arguments, True, *more)[1:], what=RESULTS[1:])


@pytest.mark.points(1)
def test_evaluation(student: Any, reference: Any, cases: Any) -> None:
    """In evaluation y comes from the running statistics alone, and they stay as they are.

    ko: 평가할 때 y는 이동 통계만으로 계산하고, 이동 통계는 그대로다.
    """
    for arguments, eps in cases(evaluation_inputs, n=4):
        actual = student.batchnorm_forward(*arguments, False, 0.3, eps)
        assert_matches(actual, reference.batchnorm_forward(*arguments, False, 0.3, eps), what=RESULTS)


@pytest.mark.points(2)
def test_backward(student: Any, reference: Any, cases: Any) -> None:
    """batchnorm_backward gives dx, dgamma and dbeta; mean and variance depend on x, too.

    ko: batchnorm_backward가 dx, dgamma, dbeta를 반환하며, dx에는 평균과 분산을 지나는 경로도 들어 있다.
    """
    for case in cases(backward_inputs, n=6):
        assert_matches(student.batchnorm_backward(*case), reference.batchnorm_backward(*case), what=GRADIENTS)

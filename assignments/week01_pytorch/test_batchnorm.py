"""Checks of `batchnorm`: forward in training and evaluation, and backward by hand."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from assignments.week01_pytorch.batchnorm_inputs import (
    backward_inputs,
    evaluation_inputs,
    three_batches,
    torch_layer,
    training_inputs,
)
from assignments.week01_pytorch.nn_results import results
from grader.testing import assert_gradients, assert_matches

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


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_training_values", "test_running_statistics", "test_evaluation", "test_backward")
def test_like_torch(student: Any, cases: Any) -> None:
    """Over three batches and an evaluation everything is what nn.BatchNorm1d gives in float64.

    ko: 배치 세 개와 한 번의 평가에서 모든 값이 float64의 nn.BatchNorm1d와 같다.
    """
    for xs, (gamma, beta), grads, momentum in cases(three_batches, n=2):
        layer = torch_layer(gamma, beta, momentum)
        mean, var = torch.zeros_like(gamma), torch.ones_like(gamma)
        for x, grad in zip(xs, grads, strict=True):
            y, mean, var = results(student.batchnorm_forward(x, gamma, beta, mean, var, True, momentum), RESULTS)
            own = x.clone().requires_grad_()
            layer.zero_grad()
            expected = layer(own)
            assert_matches((y, mean, var), (expected, layer.running_mean, layer.running_var), what=RESULTS)
            expected.backward(grad)
            wanted = (own.grad, layer.weight.grad, layer.bias.grad)
            assert_matches(student.batchnorm_backward(grad, x, gamma), wanted, what=GRADIENTS)
        y, *_ = student.batchnorm_forward(xs[1][:1], gamma, beta, mean, var, False, momentum)
        assert_matches(y, layer.eval()(xs[1][:1]), what="y")


@pytest.mark.points(0.5)
@pytest.mark.hidden
@pytest.mark.needs("test_training_values")
def test_forward_gradients(student: Any, reference: Any, cases: Any) -> None:
    """Autograd can differentiate y by x, gamma and beta in training.

    ko: 학습할 때의 y를 x, gamma, beta에 대해 자동 미분할 수 있다.
    """

    def y_of(forward: Any, running_mean: torch.Tensor, running_var: torch.Tensor) -> Any:
        def y(x: torch.Tensor, gamma: torch.Tensor, beta: torch.Tensor) -> Any:
            return forward(x, gamma, beta, running_mean, running_var, True)[0]

        return y

    for (*inputs, mean, var), _, _ in cases(training_inputs, n=2):
        running = mean.double(), var.double()
        own, expected = (y_of(side.batchnorm_forward, *running) for side in (student, reference))
        assert_gradients(own, expected, [inputs])

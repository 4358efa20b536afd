"""The checks of ../../checks.py, written for this grader."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from grader.testing import Draw, assert_matches, assert_shape, reaches

pytestmark = pytest.mark.task("rnn")


@pytest.mark.points(2)
def test_forward(student: Any, reference: Any, cases: Any) -> None:
    """h = tanh(x·Wx + h·Wh + b).

    ko: h = tanh(x·Wx + h·Wh + b) 이다.
    """
    for _, *inputs in cases(cell_inputs, n=6):
        assert_matches(student.rnn_cell(*inputs), reference.rnn_cell(*inputs), what="h")


@pytest.mark.points(3)
def test_backward(student: Any, reference: Any, cases: Any) -> None:
    """The gradients of a cell, by the chain rule.

    ko: 연쇄 법칙으로 구한 셀의 기울기가 맞다.
    """
    names = ("dx", "dh", "dWx", "dWh", "db")
    for inputs in cases(cell_inputs, n=6):
        assert_matches(student.rnn_cell_backward(*inputs), reference.rnn_cell_backward(*inputs), what=names)


@pytest.mark.points(2)
def test_train_step(student: Any, reference: Any, cases: Any) -> None:
    """One step of gradient descent: the loss, and the parameters after it.

    ko: 경사 하강 한 단계의 손실과 새 매개변수가 맞다.
    """
    for inputs in cases(step_inputs, n=6):
        assert_matches(student.train_step(*inputs), reference.train_step(*inputs), what=("loss", "params"))


@pytest.mark.points(3)
@pytest.mark.star
def test_classifier(student: Any, cases: Any, gate: Any) -> None:
    """The trained classifier is right on 90 % of sequences that it has not seen.

    ko: 학습한 분류기가 처음 보는 시퀀스의 90 % 이상을 맞힌다.
    """
    ((x, y, test_x, test_y),) = cases(classes, n=1)

    def run(seed: int) -> float:
        predicted = student.train_classifier(x, y, test_x, seed)
        assert_shape(predicted, test_y, what="labels")
        return float((predicted == test_y).double().mean())

    reaches(run, gate("generated"))


def cell_inputs(draw: Draw) -> tuple[torch.Tensor, ...]:
    """(dh [N, H], x [N, D], h [N, H], Wx [D, H], Wh [H, H], b [H])."""
    n, d, h = draw.size(2, 5), draw.size(3, 6), draw.size(4, 7)
    shapes = ((n, h), (n, d), (n, h), (d, h), (h, h), (h,))
    return tuple(draw.normal(*shape, scale=0.5) for shape in shapes)


def step_inputs(draw: Draw) -> tuple[list[torch.Tensor], torch.Tensor, torch.Tensor, float]:
    """([Wx [D, H], Wh [H, H], b [H], V [H, 2], c [2]], x [N, T, D], y [N], lr)."""
    n, d, h = draw.size(2, 5), draw.size(3, 6), draw.size(4, 7)
    params = [draw.normal(*shape, scale=0.5) for shape in ((d, h), (h, h), (h,), (h, 2), (2,))]
    return params, draw.normal(n, 4, d), draw.integers(0, 2, (n,)), 0.1


def classes(draw: Draw) -> tuple[torch.Tensor, ...]:
    """(x [200, 6, 3], y [200], test_x, test_y): the sign of the first feature's mean is the class."""
    y, test_y = draw.integers(0, 2, (200,)), draw.integers(0, 2, (200,))
    x, test_x = (_of(draw, labels) for labels in (y, test_y))
    return x, y, test_x, test_y


def _of(draw: Draw, y: torch.Tensor) -> torch.Tensor:
    x = torch.randn(len(y), 6, 3, generator=draw.generator)
    x[:, :, 0] += (2 * y - 1).unsqueeze(1)
    return x

"""Checks of `plain`: values, gradients, credit, facts, values that a check trips over."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from assignments.week01_tiny.inputs import vectors

from grader.testing import assert_gradients, assert_matches, expect, reaches


@pytest.mark.points(2)
def test_double(student: Any, reference: Any, cases: Any) -> None:
    """double(x) is 2x.

    ko: double(x)는 2x이다.
    """
    for (x,) in cases(vectors, n=4):
        assert_matches(student.double(x), reference.double(x))


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_double")
def test_gradient(student: Any, reference: Any, cases: Any) -> None:
    """double can be differentiated.

    ko: double을 미분할 수 있다.
    """
    assert_gradients(student.double, reference.double, cases(vectors, n=2))


@pytest.mark.points(2)
def test_pair(student: Any, cases: Any, credit: Any, record: Any) -> None:
    """pair(x) is (x, 2x): half of the points for each.

    ko: pair(x)는 (x, 2x)이다. 각각 절반의 점수를 받는다.
    """
    ((x,),) = cases(vectors, n=1)
    first, second = student.pair(x)
    record("first", first)
    assert_matches(first, x, what="first")
    credit(0.5)
    record("half", True)
    assert_matches(second, 2 * x, what="second")


@pytest.mark.points(1)
@pytest.mark.needs("test_pair")
def test_after_pair(student: Any) -> None:
    """Nothing more.

    ko: 더는 없다.
    """
    expect(student.pair(torch.ones(1)) is not None, "assertion", text="None")


@pytest.mark.points(1)
@pytest.mark.needs("test_after_pair")
def test_far_after_pair(student: Any) -> None:
    """Nothing at all.

    ko: 아무것도 없다.
    """
    expect(student.pair(torch.ones(1)) is not None, "assertion", text="None")


@pytest.mark.points(2)
def test_layer(student: Any) -> None:
    """A step against the gradient moves the weight of Layer.

    ko: 기울기의 반대 방향으로 가면 Layer의 가중치가 바뀐다.
    """
    layer = student.Layer()
    (weight,) = layer.parameters()
    before = weight.detach().clone()
    layer(torch.ones(2, 3)).sum().backward()
    with torch.no_grad():
        weight -= 0.1 * weight.grad
    assert_matches(layer.weight.detach(), before - 0.2, what="weight")


@pytest.mark.points(1)
@pytest.mark.star
@pytest.mark.timeout(30)
def test_training(student: Any, gate: Any, record: Any) -> None:
    """The trained model is accurate.

    ko: 학습한 모델이 정확하다.
    """
    reaches(lambda seed: float(student.train(seed)), gate("generated"), record=record)

"""Checks of `scaffold_task`: the softmax over the last axis."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from grader.testing import Draw, assert_gradients, assert_matches


def scores(draw: Draw) -> tuple[torch.Tensor]:
    """(x,): x [N, D] and x [N, T, D] in turn, float64 and float32 in turn; every size is 1 in the first case."""
    n, t = draw.size(1, 5), draw.size(1, 4)
    d = 1 if draw.index == 0 else draw.size(2, 7)
    return (draw.normal(n, t, d) if draw.index // 2 % 2 else draw.normal(n, d),)


@pytest.mark.points(5)
def test_values(student: Any, reference: Any, cases: Any) -> None:
    """y_i = exp(x_i) / Σ_j exp(x_j), over the last axis.

    ko: 마지막 축에 대해 y_i = exp(x_i) / Σ_j exp(x_j) 이다.
    """
    for case in cases(scores, n=8):
        assert_matches(student.scaffold_task(*case), reference.scaffold_task(*case))


@pytest.mark.points(3)
@pytest.mark.needs("test_values")
def test_gradients(student: Any, reference: Any, cases: Any) -> None:
    """Autograd can differentiate it.

    ko: 자동 미분을 할 수 있다.
    """
    assert_gradients(student.scaffold_task, reference.scaffold_task, cases(scores, n=4))


@pytest.mark.points(2)
@pytest.mark.hidden
@pytest.mark.needs("test_values")
def test_large_inputs(student: Any, reference: Any, cases: Any) -> None:
    """Large inputs neither overflow nor give NaN.

    ko: 큰 입력에서도 오버플로나 NaN이 생기지 않는다.
    """
    for (x,) in cases(scores, n=4):
        large = 50_000 + 5_000 * x.double()  # exp of any entry, and of a difference of two, leaves float64
        assert_matches(student.scaffold_task(large), reference.scaffold_task(large))

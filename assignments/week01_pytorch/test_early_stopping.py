"""Checks of `early_stopping`: what counts as better, and when it is enough."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pytest

from grader.testing import Draw, assert_matches

pytestmark = pytest.mark.task("early_stopping")


def histories(draw: Draw) -> tuple[int, list[float]]:
    """(patience, losses): falling and rising by eighths, exact in binary, with ties."""
    steps = draw.integers(-3, 4, (14,)).tolist()
    losses = [4.0]
    for step in steps:
        losses.append(losses[-1] + step / 8)
    return 1 + draw.index % 4, losses


def noisy_histories(draw: Draw) -> tuple[int, float, list[float]]:
    """(patience, min_delta, losses): many changes are as large as min_delta, or a little smaller or larger."""
    patience, losses = histories(draw)
    return patience, (0.125, 0.25)[draw.index % 2], losses


@pytest.mark.points(1)
def test_patience(student: Any, reference: Any, cases: Any) -> None:
    """update says True once `patience` losses in a row were not below the best one; a better one starts anew.

    ko: 최저 손실보다 낮지 않은 손실이 patience번 이어지면 True를 반환하고, 더 낮은 손실이 나오면 처음부터 센다.
    """
    for patience, losses in cases(histories, n=6):
        _compare(student.EarlyStopping(patience), reference.EarlyStopping(patience), losses)


@pytest.mark.points(1)
@pytest.mark.needs("test_patience")
def test_min_delta(student: Any, reference: Any, cases: Any) -> None:
    """Better means: below best − min_delta. Smaller gains do not move `best`.

    ko: best − min_delta보다 낮아야 나아진 것이다. 그보다 작은 개선은 best를 바꾸지 않는다.
    """
    for patience, min_delta, losses in cases(noisy_histories, n=6):
        arguments = (patience, min_delta)
        _compare(student.EarlyStopping(*arguments), reference.EarlyStopping(*arguments), losses)
    falling = [2.0 - k / 8 for k in range(9)]  # each gain is too small, three together are not
    _compare(student.EarlyStopping(5, 0.25), reference.EarlyStopping(5, 0.25), falling)


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_patience")
def test_odd_losses(student: Any, reference: Any) -> None:
    """Equal losses, NaN and ∞ are no improvement; negative losses are losses like others.

    ko: 같은 손실, NaN, ∞는 나아진 것이 아니며, 음수인 손실도 다른 손실과 같다.
    """
    for losses in (
        [1.0, 1.0, 1.0, 1.0, 0.5, 0.5, 0.5],
        [1.0, math.nan, 0.5, math.nan, math.nan, math.nan, 0.25],
        [math.nan, math.inf, 1.0, math.inf, 2.0, 3.0],
        [0.5, 0.0, -1.0, -0.5, -1.5, -1.0, -1.0, -1.0],
    ):
        _compare(student.EarlyStopping(3), reference.EarlyStopping(3), losses)


def _compare(student: Any, reference: Any, losses: Sequence[float]) -> None:
    """Both read the losses one by one, from before the first to beyond the first True."""
    assert_matches(student.best, reference.best, what="best")
    for number, loss in enumerate(losses, start=1):
        assert_matches(student.update(loss), reference.update(loss), what=f"update({loss}), number {number},")
        assert_matches(student.best, reference.best, what=f"best after {number} updates")

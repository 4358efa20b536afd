"""Checks of `vanishing`: norms of gradients over time, and clipping."""

from __future__ import annotations

from typing import Any

import pytest

from assignments.week04_rnn.sequence_inputs import gradients, recurrent_weights
from grader.testing import assert_matches

pytestmark = pytest.mark.task("vanishing")

# torch's own clipping divides by ‖g‖ + 1e-6: who does the same is as right. The norms drawn are above 0.1.
CLIPPED = 2e-5


@pytest.mark.points(3)
def test_hidden_grad_norms(student: Any, reference: Any, cases: Any) -> None:
    """The norms are those of the matrix products, from t = 1 to t = T; the last one is 1.

    ko: 노름은 행렬 곱의 스펙트럼 노름이고 t = 1부터 t = T까지의 순서이며 마지막 값은 1이다.
    """
    for Wh, T in cases(recurrent_weights, n=6):
        assert_matches(student.hidden_grad_norms(Wh, T), reference.hidden_grad_norms(Wh, T), what="norms")


@pytest.mark.points(2)
def test_clip_by_norm(student: Any, reference: Any, cases: Any) -> None:
    """Above the threshold all gradients are scaled together to the norm `threshold`.

    ko: 전체 노름이 기준을 넘으면 모든 기울기에 같은 배율을 곱해 전체 노름을 threshold로 만든다.
    """
    for grads, norm in cases(gradients, n=6):
        for share in (0.9, 0.3):
            actual = student.clip_by_norm(grads, share * norm)
            expected = reference.clip_by_norm(grads, share * norm)
            assert_matches(actual, expected, what="clipped", tolerance=CLIPPED)


@pytest.mark.points(1)
def test_clip_by_value(student: Any, reference: Any, cases: Any) -> None:
    """Every element is clamped to [−limit, limit].

    ko: 모든 원소를 [−limit, limit] 안으로 자른다.
    """
    for grads, _ in cases(gradients, n=4):
        for limit in (0.4, 1.5):
            actual, expected = student.clip_by_value(grads, limit), reference.clip_by_value(grads, limit)
            assert_matches(actual, expected, what="clipped")

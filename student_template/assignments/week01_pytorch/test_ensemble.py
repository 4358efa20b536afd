"""Checks of `ensemble`: probabilities are averaged, not scores."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from grader.testing import Draw, assert_matches

pytestmark = pytest.mark.task("ensemble")


def models(draw: Draw) -> tuple[list[torch.Tensor]]:
    """(logits,): one to four models, N examples, K classes; N = 1 in case 4."""
    count = 1 if draw.index == 1 else draw.size(2, 4)
    n, k = draw.size(2, 6), draw.size(3, 7)
    shape = (1, k) if draw.index == 4 else (n, k)
    return ([draw.normal(*shape, scale=2.0) for _ in range(count)],)


@pytest.mark.points(1)
def test_values(student: Any, reference: Any, cases: Any) -> None:
    """The result is the mean of the models' softmax probabilities.

    ko: 결과는 모델들의 소프트맥스 확률을 평균한 것이다.
    """
    for (logits,) in cases(models, n=6):
        assert_matches(student.ensemble_predict(logits), reference.ensemble_predict(logits), what="probabilities")

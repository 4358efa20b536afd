"""The check of `train`: predictions on points whose labels stay here."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from assignments.week01_walls.inputs import points

from grader.testing import expect, reaches


@pytest.mark.points(4)
@pytest.mark.star
@pytest.mark.timeout(10)
def test_accuracy(student: Any, cases: Any, gate: Any, record: Any) -> None:
    """The trained model finds the step between the classes.

    ko: 학습한 모델이 두 클래스의 경계를 찾는다.
    """
    (x, step), (unseen, _) = cases(points, n=2)
    labels, answers = (x > step).long(), (unseen > step).long()

    def run(seed: int) -> float:
        model = student.train(x, labels, seed)
        expect(callable(getattr(model, "predict", None)), "assertion", text="no predict")
        predicted = model.predict(unseen)
        right = isinstance(predicted, torch.Tensor) and predicted.shape == answers.shape
        expect(right and predicted.dtype == torch.int64, "assertion", text="not one int64 per point")
        return float((predicted == answers).double().mean())

    reaches(run, gate("generated"), record=record)

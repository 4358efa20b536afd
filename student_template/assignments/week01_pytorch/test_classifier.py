"""Checks of `classifier`: what the trained object answers, and how often it is right."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from assignments.week01_pytorch.image_data import CIFAR, data_sets, load_images
from assignments.week01_pytorch.toy_images import CLASSES, toy_images
from grader.errors import UsageError
from grader.testing import assert_shape, expect, reaches_each
from grader.testing.metrics import accuracy
from grader.testing.predicting import check_labels, data_seed, predict_of

pytestmark = pytest.mark.task("classifier")

TRAINER = "train_classifier"


@pytest.mark.points(1)
@pytest.mark.star
@pytest.mark.timeout(60)
def test_predict(student: Any, cases: Any) -> None:
    """predict gives one class for every image: int64 [n], whatever the images' size and number.

    ko: predict는 이미지의 크기와 개수에 상관없이 이미지마다 클래스 하나를 int64 [n]으로 반환한다.
    """
    for *data, probes in cases(toy_images, n=1):
        predict = predict_of(student.train_classifier(*data, 1, "cpu"), TRAINER)
        for images in (probes, probes[:1]):
            _classes(predict, images, CLASSES)


@pytest.mark.points(5)
@pytest.mark.star
@pytest.mark.timeout(150)
@pytest.mark.needs("test_predict")
def test_train_classifier(student: Any, cases: Any, gate: Any, record: Any, credit: Any, data_dir: Any) -> None:
    """The trained classifier is accurate on images that it has not seen.

    ko: 학습한 분류기가 처음 보는 이미지에서 기준 정확도를 넘는다.
    """
    (seed,) = next(iter(cases(data_seed, n=1)))
    names = [name for name in data_sets(data_dir) if name != CIFAR or _measured(gate, name)]
    record("data", ", ".join(names))

    def run_on(name: str) -> Any:
        data = load_images(name, data_dir, seed)
        classes = int(data.train_y.max()) + 1

        def run(training_seed: int) -> float:
            model = student.train_classifier(
                data.train_x, data.train_y, data.valid_x, data.valid_y, training_seed, "cpu"
            )
            answers = _classes(predict_of(model, TRAINER), data.test_x, classes)
            return accuracy(answers, data.test_y.tolist())

        return run

    reaches_each(names, run_on, gate, credit=credit, record=record)


def _classes(predict: Any, images: torch.Tensor, classes: int) -> list[int]:
    """What predict answers, as a list, if it is int64 [n] with one of the classes for each image."""
    answers = predict(images)
    assert_shape(answers, (len(images),), what="predict(x)")
    dtype = str(answers.dtype)
    expect(dtype == "torch.int64", "dtype_differs", what="predict(x)", expected="torch.int64", actual=dtype)
    labels: list[int] = answers.tolist()
    check_labels(labels, classes)
    return labels


def _measured(gate: Any, name: str) -> bool:
    """Whether there is a bar for this data set: real CIFAR-10 is not everywhere, and is measured where it is."""
    try:
        gate(name)
    except UsageError:
        return False
    return True

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
from grader.testing.predicting import check_apart, check_labels, check_repeated, data_seed, predict_of

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


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.star
@pytest.mark.timeout(60)
@pytest.mark.needs("test_predict")
def test_images_apart(student: Any, cases: Any) -> None:
    """An image's class depends on that image alone: not on its batch, nor on how often it is asked for.

    ko: 이미지의 클래스는 그 이미지에만 달려 있다. 함께 들어온 이미지나 호출 횟수에 따라 바뀌지 않는다.
    """
    for *data, probes in cases(toy_images, n=1):
        predict = predict_of(student.train_classifier(*data, 2, "cpu"), TRAINER)
        whole = _classes(predict, probes, CLASSES)
        pieces = [label for part in probes.flip(0).split(7) for label in _classes(predict, part, CLASSES)]
        check_apart(whole, pieces[::-1])


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.star
@pytest.mark.timeout(60)
@pytest.mark.needs("test_predict")
def test_same_seed(student: Any, cases: Any) -> None:
    """The same seed gives the same classifier.

    ko: 같은 seed에서는 같은 분류기가 나온다.
    """
    for *data, probes in cases(toy_images, n=1):
        answers = []
        for _ in range(2):
            predict = predict_of(student.train_classifier(*data, 3, "cpu"), TRAINER)
            student.seed(3)  # a predict that draws at random is another check's matter
            answers.append(_classes(predict, probes, CLASSES))
        check_repeated(*answers)


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

"""How the gates of week 1's training tasks are measured; `grader assignment calibrate week01_pytorch` does it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from assignments.week01_pytorch import honest_bags, honest_classifiers, image_data, review_data
from grader.calibration import Recipe
from grader.testing.metrics import accuracy


def _images() -> list[str]:
    """The data sets of the classifier: CIFAR-10 where GRADER_DATA_DIR has it, since not every course does."""
    real = os.environ.get("GRADER_DATA_DIR")
    cifar = [image_data.CIFAR] if real and (Path(real) / image_data.CIFAR).is_dir() else []
    return [image_data.MNIST, image_data.FASHION, image_data.DIGITS, *cifar]


def _image_accuracy(trainer: Any, data: image_data.ImageData, seed: int) -> float:
    model = trainer(data.train_x, data.train_y, data.valid_x, data.valid_y, seed, "cpu")
    return accuracy(model.predict(data.test_x).tolist(), data.test_y.tolist())


def _text_accuracy(trainer: Any, data: review_data.ReviewData, seed: int) -> float:
    model = trainer(data.train_texts, data.train_labels, data.valid_texts, data.valid_labels, seed, "cpu")
    return accuracy(model.predict(data.test_texts), data.test_labels)


def _constant(labels: Sequence[int]) -> float:
    """The accuracy of the commonest answer."""
    return max(labels.count(label) for label in set(labels)) / len(labels)


RECIPES = {
    "classifier": Recipe(
        metric="accuracy",
        trainer="train_classifier",
        data_sets={name: partial(image_data.load_images, name) for name in _images()},
        score=_image_accuracy,
        floor=lambda data: _constant(data.test_y.tolist()),
        test_size=lambda data: len(data.test_y),
        honest={kind: partial(honest_classifiers.train, kind) for kind in honest_classifiers.MODELS},
    ),
    "sentiment_preview": Recipe(
        metric="accuracy",
        trainer="train_sentiment_bow",
        data_sets={
            name: partial(review_data.load_reviews, name)
            for name in (review_data.MOVIES, review_data.NSMC, review_data.GENERATED)
        },
        score=_text_accuracy,
        floor=lambda data: _constant(data.test_labels),
        test_size=lambda data: len(data.test_labels),
        honest={kind: partial(honest_bags.train, kind) for kind in honest_bags.MODELS},
    ),
}

"""Checks of `sentiment_preview`: what the trained object answers, and how often it is right."""

from __future__ import annotations

from typing import Any

import pytest

from assignments.week01_pytorch.made_up_reviews import labelled_reviews
from assignments.week01_pytorch.review_data import data_sets, load_reviews
from grader.testing import Draw, reaches_each
from grader.testing.metrics import accuracy
from grader.testing.predicting import data_seed, one_label_each, predict_of

pytestmark = pytest.mark.task("sentiment_preview")

TRAINER = "train_sentiment_bow"
UNSEEN = ["", "   ", "Qqq wxyz!", "정말 재미있는 영화"]  # no word of the made-up reviews


def few_reviews(draw: Draw) -> tuple[list[str], list[int], list[str], list[int], list[str]]:
    """(texts, labels, valid_texts, valid_labels, probes): 200, 50 and 150 made-up reviews.

    So few leave a model of two minds about many of the probes.
    """
    (seed,) = data_seed(draw)
    (texts, labels), (valid_texts, valid_labels), (probes, _) = labelled_reviews(seed, (200, 50, 150))
    return texts, labels, valid_texts, valid_labels, probes


@pytest.mark.points(1)
@pytest.mark.star
@pytest.mark.timeout(60)
def test_predict(student: Any, cases: Any) -> None:
    """predict gives a list of 0 and 1, one for each text, for texts without a known word too.

    ko: predict는 문장마다 0 또는 1을 하나씩 담은 리스트를 반환하며, 아는 단어가 없는 문장에도 답한다.
    """
    for *data, probes in cases(few_reviews, n=1):
        predict = predict_of(student.train_sentiment_bow(*data, 1, "cpu"), TRAINER)
        for texts in (probes, probes[:1], UNSEEN):
            _labels(predict, texts)


@pytest.mark.points(3)
@pytest.mark.star
@pytest.mark.timeout(150)
@pytest.mark.needs("test_predict")
def test_train_sentiment_bow(student: Any, cases: Any, gate: Any, record: Any, credit: Any, data_dir: Any) -> None:
    """The trained classifier is accurate on texts that it has not seen.

    ko: 학습한 분류기가 처음 보는 문장에서 기준 정확도를 넘는다.
    """
    (seed,) = next(iter(cases(data_seed, n=1)))
    names = data_sets(data_dir)
    record("data", ", ".join(names))

    def run_on(name: str) -> Any:
        data = load_reviews(name, data_dir, seed)

        def run(training_seed: int) -> float:
            model = student.train_sentiment_bow(
                data.train_texts, data.train_labels, data.valid_texts, data.valid_labels, training_seed, "cpu"
            )
            return accuracy(_labels(predict_of(model, TRAINER), data.test_texts), data.test_labels)

        return run

    reaches_each(names, run_on, gate, credit=credit, record=record)


def _labels(predict: Any, texts: list[str]) -> list[int]:
    """What predict answers, if it is a list with 0 or 1 for each text."""
    return one_label_each(predict(texts), len(texts), 2)

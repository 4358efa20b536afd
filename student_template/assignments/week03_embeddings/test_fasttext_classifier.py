"""Checks of `fasttext_classifier`: what the trained object answers, and how often it is right."""

from __future__ import annotations

from typing import Any

import pytest

from assignments.week03_embeddings.fasttext_data import data_sets, load_texts
from assignments.week03_embeddings.fasttext_texts import FEW_CLASSES, UNSEEN, few_texts
from grader.testing import reaches_each
from grader.testing.metrics import accuracy
from grader.testing.predicting import data_seed, one_label_each, predict_of

pytestmark = pytest.mark.task("fasttext_classifier")

TRAINER = "train_fasttext"


@pytest.mark.points(1)
@pytest.mark.star
@pytest.mark.timeout(60)
def test_predict(student: Any, cases: Any) -> None:
    """predict gives a list with one class for each text, for texts without a known word too.

    ko: predict는 문장마다 레이블 하나를 담은 리스트를 반환하며, 아는 단어가 없는 문장에도 답한다.
    """
    for *data, probes in cases(few_texts, n=1):
        predict = predict_of(student.train_fasttext(*data, 1, "cpu"), TRAINER)
        for texts in (probes, probes[:1], UNSEEN, *([text] for text in UNSEEN)):
            one_label_each(predict(texts), len(texts), FEW_CLASSES)


@pytest.mark.points(3)
@pytest.mark.star
@pytest.mark.timeout(60)
@pytest.mark.needs("test_predict")
def test_train_fasttext(student: Any, cases: Any, gate: Any, record: Any, credit: Any, data_dir: Any) -> None:
    """The trained classifier is accurate on texts that it has not seen.

    ko: 학습한 분류기가 처음 보는 문장에서 기준 정확도를 넘는다.
    """
    (seed,) = next(iter(cases(data_seed, n=1)))
    names = data_sets(data_dir)
    record("data", ", ".join(names))

    def run_on(name: str) -> Any:
        data = load_texts(name, data_dir, seed)
        classes = max(data.train_labels) + 1

        def run(training_seed: int) -> float:
            model = student.train_fasttext(
                data.train_texts, data.train_labels, data.valid_texts, data.valid_labels, training_seed, "cpu"
            )
            answers = predict_of(model, TRAINER)(data.test_texts)
            return accuracy(one_label_each(answers, len(data.test_texts), classes), data.test_labels)

        return run

    reaches_each(names, run_on, gate, credit=credit, record=record)

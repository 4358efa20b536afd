"""Checks of `text_classification`: what the trained object answers, and how often it is right."""

from __future__ import annotations

from typing import Any

import pytest

from assignments.week02_text.made_up_headlines import FEW_TOPICS, UNSEEN, few_headlines
from assignments.week02_text.topic_data import data_sets, load_topics
from grader.testing import reaches_each
from grader.testing.metrics import accuracy
from grader.testing.predicting import data_seed, one_label_each, predict_of

pytestmark = pytest.mark.task("text_classification")

TRAINER = "train_topic_classifier"


@pytest.mark.points(1)
@pytest.mark.star
@pytest.mark.timeout(60)
def test_predict(student: Any, cases: Any) -> None:
    """predict gives a list with one topic for each text, for texts without a known word too.

    ko: predict는 문장마다 주제 하나를 담은 리스트를 반환하며, 아는 단어가 없는 문장에도 답한다.
    """
    for *data, probes in cases(few_headlines, n=1):
        predict = predict_of(student.train_topic_classifier(*data, 1, "cpu"), TRAINER)
        for texts in (probes, probes[:1], UNSEEN, *([text] for text in UNSEEN)):
            one_label_each(predict(texts), len(texts), FEW_TOPICS)


@pytest.mark.points(3)
@pytest.mark.star
@pytest.mark.timeout(150)
@pytest.mark.needs("test_predict")
def test_train_topic_classifier(student: Any, cases: Any, gate: Any, record: Any, credit: Any, data_dir: Any) -> None:
    """The trained classifier is accurate on headlines that it has not seen.

    ko: 학습한 분류기가 처음 보는 기사 제목에서 기준 정확도를 넘는다.
    """
    (seed,) = next(iter(cases(data_seed, n=1)))
    names = data_sets(data_dir)
    record("data", ", ".join(names))

    def run_on(name: str) -> Any:
        data = load_topics(name, data_dir, seed)
        topics = max(data.train_labels) + 1

        def run(training_seed: int) -> float:
            model = student.train_topic_classifier(
                data.train_texts, data.train_labels, data.valid_texts, data.valid_labels, training_seed, "cpu"
            )
            answers = predict_of(model, TRAINER)(data.test_texts)
            return accuracy(one_label_each(answers, len(data.test_texts), topics), data.test_labels)

        return run

    reaches_each(names, run_on, gate, credit=credit, record=record)

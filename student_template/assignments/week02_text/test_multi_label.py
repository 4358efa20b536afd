"""Checks of `multi_label`: what the trained object answers, and its F1."""

from __future__ import annotations

from typing import Any

import pytest

from assignments.week02_text.label_data import LABELS, data_sets, load_labels
from assignments.week02_text.label_lists import label_lists, scores
from assignments.week02_text.made_up_comments import FEW_LABELS, UNSEEN, few_comments
from grader.testing import reaches_each
from grader.testing.predicting import data_seed, predict_of

pytestmark = pytest.mark.task("multi_label")

TRAINER = "train_multi_label"


@pytest.mark.points(1)
@pytest.mark.star
@pytest.mark.timeout(60)
def test_predict(student: Any, cases: Any) -> None:
    """predict gives a list of label numbers, each once, for each text, for texts without a known word too.

    ko: predict는 문장마다 레이블 번호의 리스트를 중복 없이 반환하며, 아는 단어가 없는 문장에도 답한다.
    """
    for *data, probes in cases(few_comments, n=1):
        predict = predict_of(student.train_multi_label(*data, 1, "cpu"), TRAINER)
        for texts in (probes, probes[:1], UNSEEN, *([text] for text in UNSEEN)):
            label_lists(predict(texts), len(texts), FEW_LABELS)


@pytest.mark.points(2)
@pytest.mark.star
@pytest.mark.timeout(150)
@pytest.mark.needs("test_predict")
def test_train_multi_label(student: Any, cases: Any, gate: Any, record: Any, credit: Any, data_dir: Any) -> None:
    """The trained classifier finds the labels of texts that it has not seen (micro-F1).

    ko: 학습한 분류기가 처음 보는 문장의 레이블을 기준만큼 찾는다(마이크로 F1).
    """
    (seed,) = next(iter(cases(data_seed, n=1)))
    names = data_sets(data_dir)
    record("data", ", ".join(names))

    def run_on(name: str) -> Any:
        data = load_labels(name, data_dir, seed)

        def run(training_seed: int) -> float:
            model = student.train_multi_label(
                data.train_texts,
                data.train_labels,
                data.valid_texts,
                data.valid_labels,
                LABELS[name],
                training_seed,
                "cpu",
            )
            answers = predict_of(model, TRAINER)(data.test_texts)
            found = label_lists(answers, len(data.test_texts), LABELS[name])
            micro, macro = scores(found, data.test_labels, LABELS[name])
            record("macro-F1" if name == names[0] else f"macro-F1 ({name})", macro)
            return micro

        return run

    reaches_each(names, run_on, gate, credit=credit, record=record)

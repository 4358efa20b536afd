"""Checks of `word2vec`: what the trained object answers, and whether related words are neighbours."""

from __future__ import annotations

import statistics
from typing import Any

import pytest

from assignments.week03_embeddings.word2vec_corpus import few_sentences
from assignments.week03_embeddings.word2vec_data import data_sets, load_relations
from assignments.week03_embeddings.word2vec_vectors import check_known, right, vectors
from grader.testing import reaches_each
from grader.testing.predicting import data_seed, predict_of

pytestmark = pytest.mark.task("word2vec")

TRAINER = "train_word2vec"


@pytest.mark.points(1)
@pytest.mark.star
@pytest.mark.timeout(60)
def test_predict(student: Any, cases: Any) -> None:
    """predict gives a tensor with one finite vector for each word, and no zeros for words that occur often.

    ko: predict는 단어마다 유한한 벡터 하나를 담은 텐서를 반환하며, 자주 나오는 단어의 벡터는 0이 아니다.
    """
    for sentences, words in cases(few_sentences, n=1):
        predict = predict_of(student.train_word2vec(sentences, 1, "cpu"), TRAINER)
        check_known(vectors(predict(words), len(words)), words)
        vectors(predict(words[:1]), 1)


@pytest.mark.points(4)
@pytest.mark.star
@pytest.mark.timeout(60)
@pytest.mark.needs("test_predict")
def test_train_word2vec(student: Any, cases: Any, gate: Any, record: Any, credit: Any, data_dir: Any) -> None:
    """Related words have a higher cosine than unrelated words that are as frequent.

    ko: 관련된 단어끼리의 코사인 유사도가, 빈도가 비슷하고 관련 없는 단어와의 유사도보다 높다.
    """
    (seed,) = next(iter(cases(data_seed, n=1)))
    names = data_sets(data_dir)
    record("data", ", ".join(names))

    def run_on(name: str) -> Any:
        data = load_relations(name, data_dir, seed)

        def run(training_seed: int) -> float:
            model = student.train_word2vec(data.sentences, training_seed, "cpu")
            return statistics.fmean(right(predict_of(model, TRAINER), data.triples))

        return run

    reaches_each(names, run_on, gate, credit=credit, record=record)

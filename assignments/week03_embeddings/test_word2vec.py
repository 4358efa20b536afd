"""Checks of `word2vec`: what the trained object answers, and whether related words are neighbours."""

from __future__ import annotations

import statistics
from typing import Any

import pytest

from assignments.week03_embeddings.word2vec_corpus import UNSEEN, few_sentences
from assignments.week03_embeddings.word2vec_data import data_sets, load_relations
from assignments.week03_embeddings.word2vec_vectors import changed, check_known, check_unknown, right, vectors
from grader.testing import expect, reaches_each
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


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.star
@pytest.mark.timeout(60)
@pytest.mark.needs("test_predict")
def test_unknown_words(student: Any, cases: Any) -> None:
    """Words of no sentence have the vector 0, alone and among known ones.

    ko: 어느 문장에도 없는 단어의 벡터는 0이다. 혼자 들어와도, 아는 단어와 함께 들어와도 같다.
    """
    for sentences, words in cases(few_sentences, n=1):
        predict = predict_of(student.train_word2vec(sentences, 1, "cpu"), TRAINER)
        mixed = vectors(predict([*UNSEEN, words[-1]]), len(UNSEEN) + 1)
        check_unknown(mixed[:-1], UNSEEN)
        check_known(mixed[-1:], words[-1:])
        check_unknown(vectors(predict(UNSEEN[:1]), 1), UNSEEN[:1])


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.star
@pytest.mark.timeout(60)
@pytest.mark.needs("test_predict")
def test_words_apart(student: Any, cases: Any) -> None:
    """A word's vector depends on that word alone: not on the others, nor on their order, nor on how often it is asked.

    ko: 단어의 벡터는 그 단어에만 달려 있다. 함께 들어온 단어나 순서, 호출 횟수에 따라 바뀌지 않는다.
    """
    for sentences, words in cases(few_sentences, n=1):
        predict = predict_of(student.train_word2vec(sentences, 2, "cpu"), TRAINER)
        whole = vectors(predict(words), len(words))
        turned = [*words[::-1], words[0], words[0]]
        again = vectors(predict(turned), len(turned))
        pairs = [(again, whole[[words.index(word) for word in turned]])]
        pairs += [(vectors(predict([word]), 1), row[None]) for word, row in zip(words[:3], whole, strict=False)]
        for other, wanted in pairs:
            expect(other.shape == wanted.shape, "week03.other_size", first=wanted.shape[1], second=other.shape[1])
            flags = changed(wanted, other)
            expect(not any(flags), "batch_matters", changed=sum(flags), total=len(flags))


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.star
@pytest.mark.timeout(60)
@pytest.mark.needs("test_predict")
def test_same_seed(student: Any, cases: Any) -> None:
    """The same seed gives the same vectors.

    ko: 같은 seed에서는 같은 벡터가 나온다.
    """
    for sentences, words in cases(few_sentences, n=1):
        first, second = (
            vectors(predict_of(student.train_word2vec(sentences, 3, "cpu"), TRAINER)(words), len(words))
            for _ in range(2)
        )
        expect(first.shape == second.shape, "week03.other_size", first=first.shape[1], second=second.shape[1])
        flags = changed(first, second)
        expect(not any(flags), "seed_ignored", changed=sum(flags), total=len(flags))

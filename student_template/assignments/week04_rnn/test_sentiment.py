"""Checks of `sentiment`: the class SentimentRNN, and the training function with its accuracy."""

from __future__ import annotations

import numbers
from typing import Any

import pytest
import torch

from assignments.week04_rnn.inputs import sentiment_inputs, sentiment_shapes
from assignments.week04_rnn.modules import backward, check_state, gradient, loaded, no_padding
from assignments.week04_rnn.sentiment_data import load_sentiment
from grader.testing import Draw, assert_matches, expect, fail, reaches
from grader.testing.assertions import type_name
from grader.testing.metrics import accuracy

pytestmark = pytest.mark.task("sentiment")

NAME = "SentimentRNN"
EMBEDDING = "word_embeddings.weight"


@pytest.mark.points(1)
def test_state_dict(student: Any, cases: Any) -> None:
    """The state dict has the names and shapes of word_embeddings, rnn and label.

    ko: state_dict의 이름과 형태가 word_embeddings, rnn, label의 것과 같다.
    """
    for sizes, _, _ in cases(sentiment_inputs, n=3):
        check_state(student.SentimentRNN(*sizes), sentiment_shapes(*sizes), NAME)


@pytest.mark.points(1)
@pytest.mark.needs("test_state_dict")
def test_forward(student: Any, reference: Any, cases: Any) -> None:
    """The logits come from the final states of both layers and directions, in h_n's order.

    ko: 로짓은 두 층과 두 방향의 마지막 은닉 상태를 h_n의 순서로 이어 붙여 계산한다.
    """
    for sizes, state, ids in cases(sentiment_inputs, n=4):
        actual, expected = (loaded(side, NAME, sizes, state) for side in (student, reference))
        assert_matches(actual(ids), expected(ids), what="logits")


@pytest.mark.points(1)
@pytest.mark.needs("test_state_dict")
def test_frozen_embedding(student: Any, cases: Any) -> None:
    """A given embedding is used and stays frozen; without one the embedding is trained.

    ko: 주어진 임베딩은 그대로 쓰고 고정하며, 주어지지 않으면 임베딩도 학습한다.
    """
    for sizes, state, ids in cases(sentiment_inputs, n=2):
        weights = state[EMBEDDING].float().contiguous()
        model = student.SentimentRNN(*sizes, weights)
        check_state(model, sentiment_shapes(*sizes), NAME)
        assert_matches(model.state_dict()[EMBEDDING], weights, what=EMBEDDING)
        backward(model(ids))
        expect(gradient(model, EMBEDDING) is None, "week04.embedding_not_frozen")

        trained = loaded(student, NAME, sizes, state)
        backward(trained(no_padding(ids)))
        expect(gradient(trained, EMBEDDING) is not None, "week04.embedding_frozen")


@pytest.mark.points(5)
@pytest.mark.star
@pytest.mark.timeout(150)
@pytest.mark.needs("test_state_dict")
def test_train_sentiment(student: Any, cases: Any, gate: Any, record: Any, data_dir: Any) -> None:
    """The trained classifier is accurate on texts that it has not seen.

    ko: 학습한 분류기가 처음 보는 문장에서 기준 정확도를 넘는다.
    """
    (data_seed,) = next(iter(cases(_data_seed, n=1)))
    data = load_sentiment(data_dir, data_seed)
    record("data", data.name)
    record("n", len(data.test_labels))

    def run(seed: int) -> float:
        model = student.train_sentiment(
            data.train_texts, data.train_labels, data.valid_texts, data.valid_labels, seed, "cpu"
        )
        predict = getattr(model, "predict", None)
        if not callable(predict):
            fail("week04.no_predict", got=type_name(model))
        answers = _answers(predict(data.test_texts), len(data.test_labels))
        return accuracy(answers, data.test_labels)

    reaches(run, gate(data.name), record=record)


def _data_seed(draw: Draw) -> tuple[int]:
    """A seed for the generated sentences, from the run's own."""
    return (int(torch.randint(0, 2**31, (1,), generator=draw.generator)),)


def _answers(predicted: object, count: int) -> list[int]:
    """`predicted` as a list of `count` ints, each 0 or 1; what it should have been otherwise."""
    if not isinstance(predicted, list):
        fail("week04.predict_not_list", got=type_name(predicted))
    expect(len(predicted) == count, "week04.predict_length", got=len(predicted), expected=count)
    for index, answer in enumerate(predicted):
        valid = isinstance(answer, numbers.Integral) and not isinstance(answer, bool) and answer in (0, 1)
        expect(valid, "week04.predict_value", index=index, got=repr(answer)[:40])
    return [int(answer) for answer in predicted]

"""Checks of `tagging`: the module Tagger, loss and accuracy without padding, and the training with its F1."""

from __future__ import annotations

import numbers
from collections.abc import Sequence
from typing import Any

import pytest
import torch

from assignments.week04_rnn.entities import entity_f1
from assignments.week04_rnn.model_inputs import tag_scores, tagger_inputs, tagger_shapes
from assignments.week04_rnn.modules import check_state, loaded
from assignments.week04_rnn.tagging_data import load_tagging
from grader.testing import Draw, assert_matches, assert_shape, expect, fail, reaches
from grader.testing.assertions import type_name

pytestmark = pytest.mark.task("tagging")

NAME = "Tagger"


@pytest.mark.points(1)
def test_state_dict(student: Any, cases: Any) -> None:
    """The state dict has the names and shapes of embedding, lstm and output.

    ko: state_dict의 이름과 형태가 embedding, lstm, output의 것과 같다.
    """
    for sizes, *_ in cases(tagger_inputs, n=3):
        check_state(student.Tagger(*sizes), tagger_shapes(*sizes), NAME)


@pytest.mark.points(2)
@pytest.mark.needs("test_state_dict")
def test_forward(student: Any, reference: Any, cases: Any) -> None:
    """The logits of every real token come from both directions, in padded batches, too.

    ko: 패딩이 있는 미니배치에서도 실제 토큰의 로짓이 양방향 은닉 상태에서 바르게 계산된다.
    """
    for sizes, values, ids, lengths in cases(tagger_inputs, n=5):
        actual, expected = (loaded(side, NAME, sizes, values)(ids, lengths) for side in (student, reference))
        assert_shape(actual, expected, what="logits")
        real = _real(ids, lengths)
        assert_matches(actual[real], expected[real], what="logits of the real tokens")


@pytest.mark.points(1)
def test_loss(student: Any, reference: Any, cases: Any) -> None:
    """The loss is the mean cross-entropy over the tags that are not −100.

    ko: 손실은 −100이 아닌 태그에 대한 평균 교차 엔트로피이다.
    """
    for logits, tags in cases(tag_scores, n=6):
        for scores in (logits, 200 * logits):  # large ones must not overflow
            actual, expected = student.tagging_loss(scores, tags), reference.tagging_loss(scores, tags)
            assert_matches(actual, expected, what="loss")


@pytest.mark.points(1)
def test_accuracy(student: Any, reference: Any, cases: Any) -> None:
    """The accuracy counts the tokens whose tag is not −100, as a Python float.

    ko: 정확도는 태그가 −100이 아닌 토큰만 세며 파이썬 float이다.
    """
    for logits, tags in cases(tag_scores, n=6):
        right = torch.nn.functional.one_hot(tags.clamp(min=0), logits.shape[2]) * 9.0 + 0.01 * logits
        half = torch.where((torch.arange(tags.shape[1]) % 2 == 0)[None, :, None], right, logits).to(logits.dtype)
        for scores in (logits, half, right.to(logits.dtype)):
            actual, expected = student.tagging_accuracy(scores, tags), reference.tagging_accuracy(scores, tags)
            assert_matches(actual, float(expected), what="accuracy")


@pytest.mark.points(4)
@pytest.mark.star
@pytest.mark.timeout(150)
@pytest.mark.needs("test_state_dict")
def test_train_tagger(student: Any, cases: Any, gate: Any, record: Any, data_dir: Any) -> None:
    """The trained tagger finds the entities of sentences that it has not seen.

    ko: 학습한 모델이 처음 보는 문장에서 개체명을 기준만큼 찾는다.
    """
    (data_seed,) = next(iter(cases(_data_seed, n=1)))
    data = load_tagging(data_dir, data_seed)
    record("data", data.name)
    record("n", len(data.test[0]))
    sentences, wanted = data.test

    def run(seed: int) -> float:
        model = student.train_tagger(*data.train, *data.valid, len(data.names), seed, "cpu")
        predict = getattr(model, "predict", None)
        if not callable(predict):
            fail("week04.no_tagger", got=type_name(model))
        return entity_f1(_answers(predict(sentences), sentences, len(data.names)), wanted, data.names)

    reaches(run, gate(data.name), record=record)


def _data_seed(draw: Draw) -> tuple[int]:
    """A seed for the generated sentences, from the run's own."""
    return (int(torch.randint(0, 2**31, (1,), generator=draw.generator)),)


def _real(ids: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
    """[N, T]: where the real tokens are."""
    return torch.arange(ids.shape[1]) < lengths[:, None]


def _answers(predicted: object, sentences: Sequence[Sequence[str]], num_tags: int) -> list[list[int]]:
    """`predicted` as a tag for every token of every sentence; what it should have been otherwise."""
    if not isinstance(predicted, list):
        fail("week04.predict_not_list", got=type_name(predicted))
    expect(len(predicted) == len(sentences), "week04.predict_length", got=len(predicted), expected=len(sentences))
    for index, (row, sentence) in enumerate(zip(predicted, sentences, strict=True)):
        if not isinstance(row, list):
            fail("week04.tags_not_list", index=index, got=type_name(row))
        expect(len(row) == len(sentence), "week04.tags_length", index=index, got=len(row), expected=len(sentence))
        for tag in row:
            valid = isinstance(tag, numbers.Integral) and not isinstance(tag, bool) and 0 <= tag < num_tags
            expect(valid, "week04.tags_value", index=index, got=repr(tag)[:40], highest=num_tags - 1)
    return [[int(tag) for tag in row] for row in predicted]

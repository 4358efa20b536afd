"""Checks of `sentiment`: the class SentimentRNN, and the training function with its accuracy."""

from __future__ import annotations

import numbers
from collections.abc import Mapping
from typing import Any

import pytest
import torch
from torch import nn

from assignments.week04_rnn.inputs import sentiment_inputs, sentiment_shapes
from assignments.week04_rnn.sentiment_data import load_sentiment
from grader.testing import Draw, assert_matches, assert_module_gradients, expect, fail, reaches
from grader.testing.assertions import type_name
from grader.testing.metrics import accuracy

pytestmark = pytest.mark.task("sentiment")

EMBEDDING = "word_embeddings.weight"


@pytest.mark.points(1)
def test_state_dict(student: Any, cases: Any) -> None:
    """The state dict has the names and shapes of word_embeddings, rnn and label.

    ko: state_dict의 이름과 형태가 word_embeddings, rnn, label의 것과 같다.
    """
    for sizes, _, _ in cases(sentiment_inputs, n=3):
        _check_state(student.SentimentRNN(*sizes), sizes)


@pytest.mark.points(1)
@pytest.mark.needs("test_state_dict")
def test_forward(student: Any, reference: Any, cases: Any) -> None:
    """The logits come from the final states of both layers and directions, in h_n's order.

    ko: 로짓은 두 층과 두 방향의 마지막 은닉 상태를 h_n의 순서로 이어 붙여 계산한다.
    """
    for sizes, state, ids in cases(sentiment_inputs, n=4):
        actual, expected = (_loaded(side, sizes, state) for side in (student, reference))
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
        _check_state(model, sizes)
        assert_matches(model.state_dict()[EMBEDDING], weights, what=EMBEDDING)
        _backward(model(ids))
        expect(_gradient(model, EMBEDDING) is None, "week04.embedding_not_frozen")

        trained = _loaded(student, sizes, state)
        _backward(trained(_no_padding(ids)))
        expect(_gradient(trained, EMBEDDING) is not None, "week04.embedding_frozen")


@pytest.mark.points(2)
@pytest.mark.hidden
@pytest.mark.needs("test_forward")
def test_gradients(student: Any, reference: Any, cases: Any) -> None:
    """The loss's gradient reaches every parameter of rnn, label and embedding.

    ko: 손실의 기울기가 rnn, label, 임베딩의 모든 매개변수에 닿는다.
    """
    for sizes, state, ids in cases(sentiment_inputs, n=3):
        assert_module_gradients(*(_loaded(side, sizes, state) for side in (student, reference)), [(_no_padding(ids),)])


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


def _check_state(model: Any, sizes: tuple[int, ...]) -> None:
    """Names and shapes of the module's state dict, in any order."""
    if not isinstance(model, nn.Module):
        fail("week04.not_a_module", got=type_name(model))
    state, shapes = model.state_dict(), sentiment_shapes(*sizes)
    missing, extra = sorted(shapes.keys() - state.keys()), sorted(state.keys() - shapes.keys())
    names = {"missing": ", ".join(missing) or "-", "extra": ", ".join(extra)[:200] or "-"}
    expect(not missing and not extra, "week04.state_names", **names)
    for name, shape in shapes.items():
        got = tuple(state[name].shape)
        expect(got == shape, "week04.state_shape", name=name, got=str(got), expected=str(shape))


def _loaded(side: Any, sizes: tuple[int, ...], state: Mapping[str, torch.Tensor]) -> Any:
    """SentimentRNN of `side` (student or reference) with these values, in their dtype and in evaluation mode."""
    model = side.SentimentRNN(*sizes)
    _check_state(model, sizes)
    model.to(state["label.bias"].dtype)
    model.load_state_dict(state)
    return model.eval()


def _no_padding(ids: torch.Tensor) -> torch.Tensor:
    """ids without 0 and 1, which a submission may have made its padding: such rows get no gradient."""
    return ids.clamp(min=2)


def _backward(logits: object) -> None:
    """Send a cotangent of unequal entries back; nothing where there is no way back."""
    if isinstance(logits, torch.Tensor) and logits.requires_grad:
        cotangent = torch.linspace(-1, 1.5, logits.numel(), dtype=logits.dtype).view_as(logits)
        (logits * cotangent).sum().backward()


def _gradient(model: Any, name: str) -> torch.Tensor | None:
    """The parameter's gradient; None where there is none, or only zeros."""
    parameter = dict(model.named_parameters()).get(name)
    if parameter is None or parameter.grad is None or not parameter.grad.any():
        return None
    return parameter.grad

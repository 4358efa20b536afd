"""Checks of `elmo`: the mix of layers, a language model in both directions and its loss."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from assignments.week03_embeddings.elmo_inputs import (
    mix_edges,
    mix_shapes,
    mixes,
    scored,
    scored_edges,
    shapes,
    short_texts,
    texts,
)
from assignments.week03_embeddings.elmo_modules import check_state, loaded
from assignments.week03_embeddings.elmo_sight import check_sight
from grader.testing import assert_gradients, assert_matches, assert_module_gradients

pytestmark = pytest.mark.task("elmo")

DIRECTIONS = ("forward_logits", "backward_logits")


@pytest.mark.points(1)
def test_mix_start(student: Any, cases: Any) -> None:
    """`ELMoMix` has `scalars` [L] and `gamma` []; at the start they are 0 and 1, and the result is the mean.

    ko: `ELMoMix`에 `scalars` [L]과 `gamma` []가 있다. 처음에는 0과 1이고 결과는 층들의 평균이다.
    """
    for num_layers, _, layers in cases(mixes, n=3):
        mix = student.ELMoMix(num_layers)
        check_state(mix, mix_shapes(num_layers), f"ELMoMix({num_layers})")
        assert_matches(dict(mix.state_dict()), {"scalars": torch.zeros(num_layers), "gamma": torch.tensor(1.0)})
        mix.to(layers.dtype)
        assert_matches(mix(layers), layers.double().mean(0).to(layers.dtype), what=f"ELMoMix({num_layers})(layers)")


@pytest.mark.points(2)
@pytest.mark.needs("test_mix_start")
def test_mix(student: Any, reference: Any, cases: Any) -> None:
    """The result is gamma · Σ_j softmax(scalars)_j · layers[j].

    ko: 결과는 gamma · Σ_j softmax(scalars)_j · layers[j]이다.
    """
    for num_layers, state, layers in cases(mixes, n=6):
        actual, expected = (loaded(side.ELMoMix(num_layers), state) for side in (student, reference))
        assert_matches(actual(layers), expected(layers), what="ELMoMix(…)(layers)")


@pytest.mark.points(1.5)
@pytest.mark.hidden
@pytest.mark.needs("test_mix")
def test_mix_gradients(student: Any, reference: Any, cases: Any) -> None:
    """The gradient reaches scalars, gamma and every layer; sizes of 1 work, too.

    ko: 기울기가 scalars, gamma, 모든 층에 닿는다. 크기가 1일 때도 맞다.
    """
    for num_layers, state, layers in cases(mix_edges, n=4):
        actual, expected = (loaded(side.ELMoMix(num_layers), state) for side in (student, reference))
        assert_matches(actual(layers), expected(layers), what="ELMoMix(…)(layers)")
    for maker in (mixes, mix_edges):
        for num_layers, state, layers in cases(maker, n=2):
            models = (loaded(side.ELMoMix(num_layers), state) for side in (student, reference))
            assert_module_gradients(*models, [(layers,)])


@pytest.mark.points(1)
def test_bilm_state(student: Any, cases: Any) -> None:
    """One embedding, two LSTMs and one output layer, with these names and shapes.

    ko: 임베딩 하나, LSTM 둘, 출력층 하나가 정해진 이름과 형태로 있다.
    """
    for sizes, _, _ in cases(texts, n=3):
        check_state(student.BiLM(*sizes), shapes(*sizes), f"BiLM{sizes}")


@pytest.mark.points(1.5)
@pytest.mark.needs("test_bilm_state")
def test_bilm_sight(student: Any, cases: Any) -> None:
    """Forward logits at t depend on the tokens up to t only, backward logits on those from t on, and on all of these.

    ko: t의 정방향 로짓은 t까지의 토큰에만, 역방향 로짓은 t부터의 토큰에만 의존하고, 이 토큰에는 모두 의존한다.
    """
    for sizes, state, ids in cases(texts, n=2):
        check_sight(loaded(student.BiLM(*sizes), state).double(), ids, sizes[0])


@pytest.mark.points(2)
@pytest.mark.needs("test_bilm_sight")
def test_bilm(student: Any, reference: Any, cases: Any) -> None:
    """With given weights the logits of both directions are those of the LSTMs and the output layer.

    ko: 주어진 가중치를 넣으면 두 방향의 로짓이 LSTM과 출력층에서 나오는 값과 같다.
    """
    for sizes, state, ids in cases(texts, n=5):
        actual, expected = (loaded(side.BiLM(*sizes), state) for side in (student, reference))
        assert_matches(actual(ids), expected(ids), what=DIRECTIONS)


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_bilm")
def test_bilm_short(student: Any, reference: Any, cases: Any) -> None:
    """A single text and a single token work, and a text's logits do not depend on the others.

    ko: 텍스트가 하나이거나 토큰이 하나여도 맞고, 로짓이 다른 텍스트에 의존하지 않는다.
    """
    for sizes, state, ids in cases(short_texts, n=4):
        actual, expected = (loaded(side.BiLM(*sizes), state) for side in (student, reference))
        for few in (ids, ids[:1], ids[:, :1]):
            assert_matches(actual(few), expected(few), what=DIRECTIONS)


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_bilm")
def test_bilm_gradients(student: Any, reference: Any, cases: Any) -> None:
    """The gradient reaches every parameter, through both directions and over all steps.

    ko: 기울기가 두 방향 모두에서 모든 시점을 거쳐 모든 매개변수에 닿는다.
    """
    for sizes, state, ids in cases(texts, n=3):
        models = (loaded(side.BiLM(*sizes), state) for side in (student, reference))
        assert_module_gradients(*models, [(ids,)])


@pytest.mark.points(1.5)
def test_loss(student: Any, reference: Any, cases: Any) -> None:
    """The loss is the mean of both directions' mean cross-entropies, over T − 1 targets of each text.

    ko: 손실은 두 방향의 평균 교차 엔트로피를 평균한 값이고, 정답은 텍스트마다 T − 1개이다.
    """
    for arguments in cases(scored, n=6):
        assert_matches(student.bilm_loss(*arguments), reference.bilm_loss(*arguments), what="bilm_loss(…)")


@pytest.mark.points(0.5)
@pytest.mark.hidden
@pytest.mark.needs("test_loss")
def test_loss_edges(student: Any, reference: Any, cases: Any) -> None:
    """Two tokens, a single text and large logits work, too.

    ko: 토큰이 둘이거나 텍스트가 하나이거나 로짓이 커도 맞다.
    """
    for forward, backward, ids in cases(scored_edges, n=6):
        large = (1000 * forward.double(), 1000 * backward.double(), ids)
        for arguments in ((forward, backward, ids), large):
            assert_matches(student.bilm_loss(*arguments), reference.bilm_loss(*arguments), what="bilm_loss(…)")


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_loss")
def test_loss_gradients(student: Any, reference: Any, cases: Any) -> None:
    """The gradient reaches all logits with a target, and is 0 for the others.

    ko: 기울기가 정답이 있는 모든 로짓에 닿고, 나머지 로짓에서는 0이다.
    """
    assert_gradients(student.bilm_loss, reference.bilm_loss, cases(scored, n=3))

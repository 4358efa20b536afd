"""Checks of `elmo`: the mix of layers, a language model in both directions and its loss."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from assignments.week03_embeddings.elmo_inputs import mix_shapes, mixes, scored, shapes, texts
from assignments.week03_embeddings.elmo_modules import check_state, loaded
from assignments.week03_embeddings.elmo_sight import check_sight
from grader.testing import assert_matches

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


@pytest.mark.points(1.5)
def test_loss(student: Any, reference: Any, cases: Any) -> None:
    """The loss is the mean of both directions' mean cross-entropies, over T − 1 targets of each text.

    ko: 손실은 두 방향의 평균 교차 엔트로피를 평균한 값이고, 정답은 텍스트마다 T − 1개이다.
    """
    for arguments in cases(scored, n=6):
        assert_matches(student.bilm_loss(*arguments), reference.bilm_loss(*arguments), what="bilm_loss(…)")

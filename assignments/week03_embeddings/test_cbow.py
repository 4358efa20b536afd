"""Checks of `cbow`: a word from the words around it."""

from __future__ import annotations

from typing import Any

import pytest

from assignments.week03_embeddings.cbow_inputs import boundaries, check_state, inputs, loaded, shapes
from assignments.week03_embeddings.pair_lists import call
from grader.testing import assert_matches, assert_module_gradients

pytestmark = pytest.mark.task("cbow")


@pytest.mark.points(2)
def test_state(student: Any, cases: Any) -> None:
    """The state dict has the names and shapes of the three layers; linear1 sees 2·context_size words.

    ko: state_dict의 이름과 형태가 세 층의 것과 같고, linear1은 2·context_size개의 단어를 받는다.
    """
    for (v, e, context_size, h), _, _ in cases(inputs, n=3):
        for size in (context_size, context_size + 1, 1):
            check_state(student.CBOW(v, e, size, h), shapes(v, e, size, h), call("CBOW", v, e, size, h))


@pytest.mark.points(3)
@pytest.mark.needs("test_state")
def test_forward(student: Any, reference: Any, cases: Any) -> None:
    """With given weights the result is log softmax(linear2(ReLU(linear1(the embeddings side by side)))).

    ko: 주어진 가중치를 넣으면 결과가 log softmax(linear2(ReLU(linear1(이어 붙인 임베딩))))이다.
    """
    for sizes, state, ids in cases(inputs, n=6):
        actual, expected = (loaded(side.CBOW(*sizes), state) for side in (student, reference))
        assert_matches(actual(ids), expected(ids), what="log-probabilities")


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_forward")
def test_boundaries(student: Any, reference: Any, cases: Any) -> None:
    """A single example, one word on either side, another order of the words, and large scores work, too.

    ko: 예제 하나, 한쪽에 한 단어씩, 바뀐 단어 순서, 큰 점수에서도 맞다.
    """
    for sizes, state, ids in cases(boundaries, n=8):
        actual, expected = (loaded(side.CBOW(*sizes), state) for side in (student, reference))
        for order in (ids, ids.flip(1), ids[:1]):
            assert_matches(actual(order), expected(order), what="log-probabilities")


@pytest.mark.points(2)
@pytest.mark.hidden
@pytest.mark.needs("test_forward")
def test_gradients(student: Any, reference: Any, cases: Any) -> None:
    """The gradient reaches every parameter, and every row of the embeddings that was used.

    ko: 기울기가 모든 매개변수와 쓰인 임베딩의 모든 행에 닿는다.
    """
    for sizes, state, ids in cases(inputs, n=3):
        models = (loaded(side.CBOW(*sizes), state) for side in (student, reference))
        assert_module_gradients(*models, [(ids,)])

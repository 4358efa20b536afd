"""Checks of `cbow`: a word from the words around it."""

from __future__ import annotations

from typing import Any

import pytest

from assignments.week03_embeddings.cbow_inputs import check_state, inputs, loaded, shapes
from assignments.week03_embeddings.pair_lists import call
from grader.testing import assert_matches

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

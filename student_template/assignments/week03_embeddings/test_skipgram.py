"""Checks of `skipgram`: the log sigmoid of the dot product of two words."""

from __future__ import annotations

from typing import Any

import pytest

from assignments.week03_embeddings.cbow_inputs import check_state, loaded
from assignments.week03_embeddings.pair_lists import call
from assignments.week03_embeddings.skipgram_inputs import pairs
from grader.testing import assert_matches

pytestmark = pytest.mark.task("skipgram")


@pytest.mark.points(1)
def test_state(student: Any, cases: Any) -> None:
    """The only parameter is the one table `embeddings`.

    ko: 매개변수는 표 `embeddings` 하나뿐이다.
    """
    for (v, e), _, _, _ in cases(pairs, n=3):
        check_state(student.SkipGram(v, e), {"embeddings.weight": (v, e)}, call("SkipGram", v, e))


@pytest.mark.points(2)
@pytest.mark.needs("test_state")
def test_forward(student: Any, reference: Any, cases: Any) -> None:
    """With given weights the result is the log sigmoid of each pair's dot product.

    ko: 주어진 가중치를 넣으면 결과가 쌍마다 내적의 로그 시그모이드이다.
    """
    for sizes, state, focus, context in cases(pairs, n=6):
        actual, expected = (loaded(side.SkipGram(*sizes), state) for side in (student, reference))
        assert_matches(actual(focus, context), expected(focus, context), what="log sigmoid")

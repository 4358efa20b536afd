"""Checks of `analogy`."""

from __future__ import annotations

from typing import Any

import pytest

from assignments.week03_embeddings.analogy_inputs import Question, handout, questions
from grader.testing import assert_matches

pytestmark = pytest.mark.task("analogy")


@pytest.mark.points(0.5)
def test_king_and_queen(student: Any) -> None:
    """Man is to king as woman is to queen.

    ko: man : king = woman : queen.
    """
    table = handout()
    assert_matches(student.analogy(0, 1, 2, table), [3], what="analogy(man, king, woman, table)")


@pytest.mark.points(1.25)
def test_analogy(student: Any, reference: Any, cases: Any) -> None:
    """The rows nearest to b − a + c by cosine, on vectors of length 1, without a, b and c.

    ko: 길이가 1인 벡터로 b − a + c를 구해 코사인이 가장 높은 행을 찾는다. a, b, c는 제외한다.
    """
    for case in cases(questions, n=10):
        assert_matches(student.analogy(*case), reference.analogy(*case), what=_call(case))


def _call(case: Question) -> str:
    a, b, c, _, k = case
    return f"analogy({a}, {b}, {c}, table, {k})"

"""Checks of `similarity`: cosines of rows, and the nearest rows of a table."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from assignments.week03_embeddings.glove_calls import call
from assignments.week03_embeddings.similarity_inputs import queries, rows
from grader.testing import assert_matches

pytestmark = pytest.mark.task("similarity")

HANDOUT = torch.tensor([[3.0, 4.0], [0.0, 9.0], [0.1, 0.0], [-6.0, -8.0]])


@pytest.mark.points(1.25)
def test_cosine(student: Any, reference: Any, cases: Any) -> None:
    """The cosine of two rows is their product divided by both lengths.

    ko: 두 행의 코사인은 내적을 두 길이로 나눈 값이다.
    """
    for a, b in cases(rows, n=6):
        assert_matches(student.cosine(a, b), reference.cosine(a, b), what="cosine(a, b)")


@pytest.mark.points(1.25)
def test_most_similar(student: Any, reference: Any, cases: Any) -> None:
    """The k rows with the highest cosine, highest first, as a list of numbers.

    ko: 코사인이 가장 높은 행 k개의 번호를 높은 것부터 리스트로 반환한다.
    """
    query = torch.tensor([1.0, 2.0])
    assert_matches(student.most_similar(query, HANDOUT, 3), [0, 1, 2], what=_call(3))
    for query, table, k, _ in cases(queries, n=6):
        assert_matches(student.most_similar(query, table, k), reference.most_similar(query, table, k), what=_call(k))


def _call(k: int, exclude: tuple[int, ...] = ()) -> str:
    return call("most_similar", k, exclude, tensors="query, table")

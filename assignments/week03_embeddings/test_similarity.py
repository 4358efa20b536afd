"""Checks of `similarity`: cosines of rows, and the nearest rows of a table."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from assignments.week03_embeddings.glove_calls import call
from assignments.week03_embeddings.similarity_inputs import (
    excluding,
    lengths,
    queries,
    rows,
    with_zero_row,
    zero_rows,
)
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


@pytest.mark.points(0.5)
@pytest.mark.hidden
@pytest.mark.needs("test_cosine")
def test_zero_vectors(student: Any, reference: Any, cases: Any) -> None:
    """Where a row is zero the cosine is 0, not NaN; one row and one dimension work, too.

    ko: 행이 0벡터이면 코사인은 NaN이 아니라 0이다. 행이나 차원이 하나뿐이어도 계산된다.
    """
    for a, b in cases(zero_rows, n=6):
        assert_matches(student.cosine(a, b), reference.cosine(a, b), what="cosine(a, b)")


@pytest.mark.points(0.25)
@pytest.mark.hidden
@pytest.mark.needs("test_cosine")
def test_lengths(student: Any, reference: Any, cases: Any) -> None:
    """The cosine does not depend on the lengths, be they 1e-7 or 1e7.

    ko: 길이가 1e-7이든 1e7이든 코사인은 길이에 따라 달라지지 않는다.
    """
    for a, b in cases(lengths, n=4):
        assert_matches(student.cosine(a, b), reference.cosine(a, b), what="cosine(a, b)")


@pytest.mark.points(0.5)
@pytest.mark.hidden
@pytest.mark.needs("test_most_similar")
def test_exclude(student: Any, reference: Any, cases: Any) -> None:
    """Excluded rows are left out and do not count towards k; where fewer than k are left, all of them come.

    ko: 제외한 행은 나오지 않고 k에도 세지 않는다. 남은 행이 k개보다 적으면 모두 나온다.
    """
    for case in cases(excluding, n=8):
        assert_matches(student.most_similar(*case), reference.most_similar(*case), what=_call(*case[2:]))


@pytest.mark.points(0.25)
@pytest.mark.hidden
@pytest.mark.needs("test_most_similar")
def test_zero_row(student: Any, reference: Any, cases: Any) -> None:
    """A row of zeros has the cosine 0: behind the positive ones, in front of the negative ones.

    ko: 0으로 된 행의 코사인은 0이어서 양수 뒤, 음수 앞에 온다.
    """
    for case in cases(with_zero_row, n=4):
        assert_matches(student.most_similar(*case), reference.most_similar(*case), what=_call(*case[2:]))


def _call(k: int, exclude: tuple[int, ...] = ()) -> str:
    return call("most_similar", k, exclude, tensors="query, table")

"""Checks of `double`: values, the same shape twice, gradients, and cases that nobody sees."""

from __future__ import annotations

from typing import Any

import pytest
from assignments.week01_walls.inputs import triples, vectors

from grader.testing import assert_gradients, assert_matches


@pytest.mark.points(2)
def test_values(student: Any, reference: Any, cases: Any) -> None:
    """double(x) is 2x.

    ko: double(x)는 2x이다.
    """
    for (x,) in cases(vectors, n=3):
        assert_matches(student.double(x), reference.double(x))


@pytest.mark.points(2)
def test_gradients(student: Any, reference: Any, cases: Any) -> None:
    """The derivative of double is 2.

    ko: double의 도함수는 2이다.
    """
    for (x,) in cases(vectors, n=2):
        assert_matches(student.double(x.double()), reference.double(x.double()))
        assert_gradients(student.double, reference.double, [(x,)])


@pytest.mark.points(2)
def test_same_shape(student: Any, reference: Any, cases: Any) -> None:
    """Each call is computed anew: results that were given before keep their values.

    ko: 호출할 때마다 새로 계산하며, 먼저 받은 결과는 바뀌지 않는다.
    """
    given = [x for (x,) in cases(triples, n=3)]
    results = [student.double(x) for x in given]
    for x, result in zip(given, results, strict=True):
        assert_matches(result, reference.double(x))


@pytest.mark.points(2)
@pytest.mark.hidden
def test_unseen(student: Any, reference: Any, cases: Any) -> None:
    """double(x) is 2x in other cases, too.

    ko: 다른 입력에서도 double(x)는 2x이다.
    """
    for (x,) in cases(vectors, n=3):
        assert_matches(student.double(x + 1), reference.double(x + 1))

"""Checks of `hard`: the student's process may die in each of them, and is there again in the next."""

from __future__ import annotations

from typing import Any

import pytest

from grader.testing import assert_matches

pytestmark = [pytest.mark.points(1)]


@pytest.mark.timeout(2)
@pytest.mark.parametrize("i", range(7))
def test_work(student: Any, credit: Any, i: int) -> None:
    """work(i) is 2i.

    ko: work(i)는 2i이다.
    """
    assert_matches(student.work(-1), -2)
    credit(0.25)
    assert_matches(student.work(i), 2 * i)


def test_quiet(student: Any) -> None:
    """work(10) is 20.

    ko: work(10)은 20이다.
    """
    assert_matches(student.work(10), 20)

"""Checks that a kill is likely to fall into."""

from __future__ import annotations

from typing import Any

import pytest

from grader.testing import assert_matches


@pytest.mark.points(1)
@pytest.mark.parametrize("i", range(4))
def test_work(student: Any, i: int) -> None:
    """work(i) is 2i.

    ko: work(i)는 2i이다.
    """
    assert_matches(student.work(i), 2 * i)


@pytest.mark.points(2)
@pytest.mark.hidden
@pytest.mark.timeout(1)
def test_promptly(student: Any, credit: Any) -> None:
    """work(5) is 10, and at once.

    ko: work(5)는 10이고, 곧바로 나온다.
    """
    credit(0.5)
    assert_matches(student.work(5), 10)

"""Checks of `describe` and `fill`: plain values, and what happens to arguments."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from assignments.week01_walls.inputs import numbers

from grader.testing import assert_matches


@pytest.mark.points(2)
def test_describe(student: Any, reference: Any, cases: Any) -> None:
    """describe(xs) is {"count", "total", "mean", "sorted", "sign"}.

    ko: describe(xs)는 {"count", "total", "mean", "sorted", "sign"}이다.
    """
    for (xs,) in cases(numbers, n=3):
        assert_matches(student.describe(xs), reference.describe(xs))


@pytest.mark.points(2)
def test_fill(student: Any) -> None:
    """fill(n) is n ones in float32.

    ko: fill(n)은 float32의 1 n개다.
    """
    for n in (3, 5):
        assert_matches(student.fill(n), torch.ones(n))

"""Checks of `perceptron`: the unit with a threshold, and three gates."""

from __future__ import annotations

from typing import Any

import pytest

from assignments.week01_pytorch.inputs_basics import FORCED_POINTS, gate_rows, units
from grader.testing import assert_matches

pytestmark = pytest.mark.task("perceptron")


@pytest.mark.points(1)
def test_perceptron(student: Any, reference: Any, cases: Any) -> None:
    """1 where x·w + b is above 0, else 0, as int64.

    ko: x·w + b가 0보다 크면 1, 아니면 0을 int64로 반환한다.
    """
    for x, w, b in cases(units, n=8):
        assert_matches(student.perceptron(x, w, b), reference.perceptron(x, w, b))


@pytest.mark.points(1)
def test_gates(student: Any, reference: Any, cases: Any, credit: Any) -> None:
    """AND, OR and NAND give their truth tables.

    ko: AND, OR, NAND가 진리표와 같은 값을 낸다.
    """
    rows = list(cases(gate_rows, n=3))
    for number, gate in enumerate(FORCED_POINTS, 1):
        for (x,) in rows:
            assert_matches(getattr(student, gate)(x), getattr(reference, gate)(x), what=gate)
        credit(number / len(FORCED_POINTS))

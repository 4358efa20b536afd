"""Checks of `perceptron`: the unit with a threshold, and three gates."""

from __future__ import annotations

from typing import Any

import pytest

from assignments.week01_pytorch.inputs_basics import FORCED_POINTS, forced_points, gate_rows, units, units_at_zero
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


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_perceptron")
def test_threshold(student: Any, reference: Any, cases: Any) -> None:
    """Exactly 0 gives 0, and the smallest step above it gives 1.

    ko: 정확히 0이면 0이고, 0보다 조금이라도 크면 1이다.
    """
    for x, w, b in cases(units_at_zero, n=4):
        for shift in (0.0, 2.0**-12, -(2.0**-12)):
            assert_matches(student.perceptron(x, w, b + shift), reference.perceptron(x, w, b + shift))


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_gates")
def test_gates_are_lines(student: Any, reference: Any, cases: Any) -> None:
    """Each gate is one perceptron: a straight line, whatever numbers come in.

    ko: 게이트 하나는 퍼셉트론 하나이다. 어떤 수가 들어와도 직선 하나로 나눈다.
    """
    for (points,) in cases(forced_points, n=2):
        for gate, x in points.items():
            assert_matches(getattr(student, gate)(x), getattr(reference, gate)(x), what=gate)

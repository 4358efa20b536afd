"""Checks of `schedules`: the learning rate as a function of the step."""

from __future__ import annotations

from typing import Any

import pytest

from grader.testing import Draw, assert_matches

pytestmark = pytest.mark.task("schedules")

EXACT = 1e-9  # Python floats


def of_total(draw: Draw) -> tuple[int, int, float]:
    """(step, total, lr0): 0 < step < total."""
    total = int(draw.integers(5, 2_000, ()))
    return int(draw.integers(1, total, ())), total, draw.uniform(0.001, 2.0)


def counted(draw: Draw) -> tuple[int, float]:
    """(step, lr0): step ≥ 2."""
    return int(draw.integers(2, 5_000, ())), draw.uniform(0.001, 2.0)


def stepped(draw: Draw) -> tuple[int, float, float, int]:
    """(step, lr0, gamma, every): between two and nine drops behind, and not right at one."""
    every = int(draw.integers(3, 50, ()))
    step = every * int(draw.integers(2, 10, ())) + int(draw.integers(1, every - 1, ()))
    return step, draw.uniform(0.001, 2.0), draw.uniform(0.1, 0.9), every


@pytest.mark.points(0.5)
def test_linear_decay(student: Any, reference: Any, cases: Any) -> None:
    """linear_decay is lr0·(1 − step/total).

    ko: linear_decay는 lr0·(1 − step/total)이다.
    """
    _compare(student.linear_decay, reference.linear_decay, cases(of_total, n=6))


@pytest.mark.points(0.5)
def test_inverse_sqrt(student: Any, reference: Any, cases: Any) -> None:
    """inverse_sqrt is lr0/√step.

    ko: inverse_sqrt는 lr0/√step이다.
    """
    _compare(student.inverse_sqrt, reference.inverse_sqrt, [(1, 0.25), *cases(counted, n=6)])


@pytest.mark.points(0.5)
def test_cosine_decay(student: Any, reference: Any, cases: Any) -> None:
    """cosine_decay is lr0·(1 + cos(π·step/total))/2.

    ko: cosine_decay는 lr0·(1 + cos(π·step/total))/2이다.
    """
    _compare(student.cosine_decay, reference.cosine_decay, cases(of_total, n=6))


@pytest.mark.points(0.5)
def test_step_decay(student: Any, reference: Any, cases: Any) -> None:
    """step_decay is lr0·gamma^⌊step/every⌋.

    ko: step_decay는 lr0·gamma^⌊step/every⌋이다.
    """
    _compare(student.step_decay, reference.step_decay, cases(stepped, n=6))


def _compare(student: Any, reference: Any, arguments: Any) -> None:
    for case in arguments:
        assert_matches(student(*case), reference(*case), what="rate", tolerance=EXACT)

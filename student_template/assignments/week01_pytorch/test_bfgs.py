"""Checks of `bfgs`: the minimum of quadratics and of Rosenbrock's function."""

from __future__ import annotations

from typing import Any

import pytest

from assignments.week01_pytorch.bfgs_problems import Problem, Quadratic, Rosenbrock, quadratic, rosenbrock
from grader.testing import assert_matches, assert_shape, expect
from grader.testing.assertions import number

pytestmark = pytest.mark.task("bfgs")

NEAR = 1e-4  # ‖grad‖ < 1e-6 and a smallest curvature of 0.1 leave an error of 1e-5


@pytest.mark.points(1)
def test_quadratics(student: Any, cases: Any) -> None:
    """It finds the minimum of convex quadratics, however stretched.

    ko: 심하게 늘어난 볼록 이차 함수도 최솟점을 찾는다.
    """
    for case in cases(quadratic, n=3):
        _minimised(student, Quadratic(*case))


@pytest.mark.points(1)
@pytest.mark.needs("test_quadratics")
def test_rosenbrock(student: Any, cases: Any) -> None:
    """It follows the bent valley of Rosenbrock's function to its minimum.

    ko: 로젠브록 함수의 굽은 골짜기를 따라 최솟점까지 간다.
    """
    for case in cases(rosenbrock, n=2):
        _minimised(student, Rosenbrock(*case))


def _minimised(student: Any, problem: Problem, tol: float | None = None) -> None:
    """Where the search ends the gradient is smaller than tol; with the default of 1e-6 the minimum is near."""
    options = {} if tol is None else {"tol": tol}
    problem.calls = 0
    x = student.bfgs_minimize(problem, problem.start, **options)
    if tol is None:
        assert_matches(x, problem.minimum, what="x", tolerance=NEAR)
    assert_shape(x, problem.minimum, what="x")
    norm, most = problem.norm(x), 1e-6 if tol is None else tol
    expect(norm < most, "out_of_range", what="‖grad‖", actual=number(norm), low=0, high=number(most))

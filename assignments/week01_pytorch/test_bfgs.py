"""Checks of `bfgs`: the minimum of quadratics and of Rosenbrock's function."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from assignments.week01_pytorch.bfgs_problems import Problem, Quadratic, Rosenbrock, quadratic, rosenbrock, updated
from grader.testing import assert_matches, assert_shape, expect, fail
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


@pytest.mark.points(0.5)
@pytest.mark.hidden
@pytest.mark.needs("test_quadratics")
def test_directions(student: Any, cases: Any) -> None:
    """f falls with each iteration, whose direction is −H·g with the H of the formula, the identity at first.

    ko: 반복할 때마다 f가 줄어들고, 방향은 단위 행렬에서 시작해 식대로 갱신한 H로 구한 −H·g이다.
    """
    for case in cases(quadratic, n=2):
        problem = Quadratic(*case)
        point, inverse = problem.start, torch.eye(len(problem.start), dtype=torch.float64)
        f, gradient = problem.value_and_gradient(point)
        for count in range(1, 4):
            x = student.bfgs_minimize(problem, problem.start, max_iter=count)
            assert_shape(x, point, what="x")
            step, wanted = x - point, -inverse @ gradient
            name = f"direction of iteration {count}"
            assert_matches(step / step.norm(), wanted / wanted.norm(), what=name, tolerance=1e-6)
            before, old = f, gradient
            f, gradient = problem.value_and_gradient(x)
            expect(
                bool(f < before), "out_of_range", what="f", actual=number(float(f)), low=0, high=number(float(before))
            )
            point, inverse = x, updated(inverse, step, gradient - old)


@pytest.mark.points(0.5)
@pytest.mark.hidden
@pytest.mark.needs("test_quadratics")
def test_when_it_ends(student: Any, cases: Any) -> None:
    """It ends at the first ‖grad‖ < tol, or after max_iter iterations: x0 comes back where none is needed or allowed.

    ko: 처음으로 ‖grad‖ < tol이 되거나 max_iter번 반복하면 끝난다. 반복할 필요가 없거나 max_iter=0이면 x0을 반환한다.
    """
    for case in cases(quadratic, n=2):
        problem = Quadratic(*case)
        norm = problem.norm(problem.start)
        for options in ({"max_iter": 0}, {"tol": 1.01 * norm}):
            assert_matches(student.bfgs_minimize(problem, problem.start, **options), problem.start, what="x")
        _minimised(student, problem, 0.99 * norm)
        _ends_at_once(student, problem, 0.3 * norm)

        calls = []
        for default in ({}, {"max_iter": 200, "tol": 1e-6}):
            problem.calls = 0
            student.bfgs_minimize(problem, problem.start, **default)
            calls.append(problem.calls)
        assert_matches(*calls, what="calls of f_and_grad")


def _ends_at_once(student: Any, problem: Problem, tol: float) -> None:
    """With tol it ends where the first of its own iterations is good enough, and goes no further."""
    ended = student.bfgs_minimize(problem, problem.start, tol=tol)
    for count in range(1, 20):
        x = student.bfgs_minimize(problem, problem.start, max_iter=count)
        assert_shape(x, problem.start, what="x")
        if problem.norm(x) < tol:
            assert_matches(ended, x, what="x")
            return
    fail("out_of_range", what="‖grad‖", actual=number(problem.norm(x)), low=0, high=number(tol))


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

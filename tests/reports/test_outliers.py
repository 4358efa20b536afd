"""Run times and memory far from the class's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from grader.model import Outcome, Run, Verdict
from grader.reports.class_report.outliers import BYTES, SECOND, memory_peaks, run_times, spread
from tests.reports.class_of import class_of


def test_far_values_are_found_farthest_first() -> None:
    """Two of twenty are far out; they do not move what is usual."""
    values = {n: 10.0 + n / 10 for n in range(18)} | {18: 90.0, 19: 400.0}
    found = spread(values, SECOND)
    assert found is not None
    assert found.far == [19, 18]
    assert 10 < found.median < 12 and found.fence < 30


def test_small_differences_are_nobodys_concern() -> None:
    """Three times the median, but by milliseconds: not far out. Fast ones never are."""
    found = spread(dict.fromkeys(range(20), 0.01) | {20: 0.030, 21: 0.0001}, SECOND)
    assert found is not None
    assert found.far == []


def test_a_skewed_class_has_few_outliers() -> None:
    """A spread over two orders of magnitude is usual on a logarithmic scale."""
    found = spread({n: 1.2**n for n in range(30)}, SECOND)
    assert found is not None and found.far == []


@pytest.mark.parametrize("values", [{}, {1: 3.0}, dict.fromkeys(range(50), 0.0), {n: float("nan") for n in range(50)}])
def test_of_too_few_nothing_is_said(values: dict[int, float]) -> None:
    """Nobody, one, or nothing that was measured: there is no usual value."""
    assert spread(values, BYTES) is None


def test_checks_that_did_not_run_take_no_time(one: Callable[..., Verdict], run_of: Callable[..., Run]) -> None:
    """Skipped checks have no run time, and without measurements there is no memory."""
    ran = [one(outcome=Outcome.PASSED, seconds=2.0) for _ in range(8)]
    skipped = [one(outcome=Outcome.SKIPPED, seconds=500.0)]
    found = run_times(run_of(*ran, *skipped))
    assert found is not None
    assert set(found.values) == set(range(8))
    assert memory_peaks(run_of(*ran)) is None


def test_a_class_has_its_slow_and_its_large() -> None:
    """In a class of 300 a handful is told, not a tenth of it."""
    run = class_of(300, seed=2)
    for found in (run_times(run), memory_peaks(run)):
        assert found is not None
        assert 0 < len(found.far) < 30
        assert all(found.values[place] >= 2 * found.median for place in found.far)

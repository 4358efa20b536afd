"""The class in numbers."""

from __future__ import annotations

from collections.abc import Callable

from grader.model import Outcome, Run, Verdict
from grader.reports.class_report.counting import count


def test_outcomes_fall_into_groups(one: Callable[..., Verdict], run_of: Callable[..., Run]) -> None:
    """Passed, attempted without success, not attempted and ungraded are counted apart; rates leave out our faults."""
    outcomes = [Outcome.PASSED, Outcome.FAILED, Outcome.TIMEOUT, Outcome.NOT_STARTED, Outcome.SKIPPED, Outcome.UNGRADED]
    (entry,) = count(run_of(*(one(outcome=outcome) for outcome in outcomes))).checks
    assert (entry.passed, entry.wrong, entry.absent, entry.ungraded) == (1, 2, 2, 1)
    assert (entry.attempted, entry.graded, entry.pass_rate) == (3, 5, 0.2)


def test_bins_hold_every_student(one: Callable[..., Verdict], run_of: Callable[..., Run], run: Run) -> None:
    """0 % is in the first bin, 100 % and more in the last, and nobody is lost."""
    numbers = count(run_of(one(), one(outcome=Outcome.PASSED, earned=2), one(earned=1)))
    assert numbers.bins == (1, 0, 0, 0, 0, 1, 0, 0, 0, 1)
    assert (numbers.mean, numbers.median, numbers.full) == (50, 50, 1)
    assert sum(count(run).bins) == len(run.verdicts)


def test_hardest_is_among_those_who_tried(run: Run) -> None:
    """The list is in order of the pass rate among attempts, and every entry was failed by somebody."""
    hardest = count(run).hardest(5)
    rates = [entry.passed / entry.attempted for entry in hardest]
    assert len(hardest) == 5
    assert rates == sorted(rates)
    assert all(entry.wrong for entry in hardest)


def test_empty_run_has_no_statistics(run_of: Callable[..., Run]) -> None:
    """Nobody handed in: no mean, no rate, no error."""
    numbers = count(run_of())
    assert (numbers.mean, numbers.median, numbers.full, numbers.checks) == (None, None, 0, ())

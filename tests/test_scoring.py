"""Points, totals and outcomes of tasks."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.model import Check, CheckResult, Message, Outcome, Submission
from grader.scoring import WORST_FIRST, TaskInfo, round_points, score, task_outcome, totals, verdict

O = Outcome  # noqa: E741


def result(
    name: str,
    outcome: Outcome = O.PASSED,
    points: float = 2,
    earned: float | None = None,
    task: str = "a",
    waited_for: str | None = None,
) -> CheckResult:
    """A result that earns everything when passed and nothing otherwise, unless told."""
    check = Check(f"test_{task}.py::{name}", task, name, {"en": name}, points)
    default = points if outcome is O.PASSED else 0.0
    return CheckResult(check, outcome, default if earned is None else earned, waited_for=waited_for)


def info(points: float, task: str = "a", *, bonus: bool = False) -> TaskInfo:
    """A task worth `points`."""
    return TaskInfo(task, {"en": task}, points, bonus)


def test_all_passed_earns_everything() -> None:
    """Two passed checks give the task's points and the outcome passed."""
    (task,) = score([result("x"), result("y", points=3)], [info(5)])
    assert (task.earned, task.possible, task.outcome) == (5, 5, O.PASSED)


def test_partial_credit_counts() -> None:
    """A failed check keeps what it earned before it failed."""
    (task,) = score([result("x"), result("y", O.FAILED, earned=0.5)], [info(4)])
    assert (task.earned, task.possible, task.outcome) == (2.5, 4, O.FAILED)


@pytest.mark.parametrize("earned,expected", [(99, 2), (-3, 0), (math.nan, 0), (math.inf, 0)])
def test_earned_stays_within_the_check(earned: float, expected: float) -> None:
    """No check gives more than its points, less than zero, or a number that is none."""
    (task,) = score([result("x", O.FAILED, earned=earned)], [info(2)])
    assert task.earned == expected


@pytest.mark.parametrize(
    "value,rounded", [(0.125, 0.13), (2.675, 2.68), (1 / 3, 0.33), (0.1 + 0.2, 0.3), (-1, 0), (math.nan, 0)]
)
def test_rounding_is_half_up_in_hundredths(value: float, rounded: float) -> None:
    """Halves go up as written in decimal, not as stored in binary."""
    assert round_points(value) == rounded


def test_task_is_rounded_once() -> None:
    """Three thirds are a whole: checks are added before rounding."""
    thirds = [result(name, points=1 / 3) for name in "xyz"]
    (task,) = score(thirds, [info(1)])
    assert task.earned == 1


@given(st.lists(st.floats(0, 100), max_size=20))
def test_total_is_what_the_page_adds_up_to(values: list[float]) -> None:
    """The total equals the sum of the rounded tasks."""
    tasks = [info(value, str(number)) for number, value in enumerate(values)]
    scores = score([result("x", points=value, task=str(n)) for n, value in enumerate(values)], tasks)
    assert totals(scores)[0] == pytest.approx(sum(task.earned for task in scores), abs=0.005)


def test_bonus_adds_to_earned_only() -> None:
    """A bonus task can lift the total above what is possible."""
    results = [result("x"), result("y", task="b")]
    assert totals(score(results, [info(2), info(2, "b", bonus=True)])) == (4, 2)


def test_ungraded_check_leaves_the_total() -> None:
    """Our fault costs no points, and the task asks for a look."""
    (task,) = score([result("x"), result("y", O.UNGRADED, points=3)], [info(5)])
    assert (task.earned, task.possible, task.outcome) == (2, 2, O.UNGRADED)


@pytest.mark.parametrize("named", ["y", "test_a.py::y"])
def test_check_that_waited_for_an_ungraded_one_leaves_the_total(named: str) -> None:
    """Skipped behind our fault is our fault, through any number of steps, named by name or by id."""
    chain = [
        result("z", O.SKIPPED, waited_for="w"),
        result("w", O.SKIPPED, waited_for=named),
        result("y", O.UNGRADED),
        result("x"),
    ]
    (task,) = score(chain, [info(8)])
    assert (task.earned, task.possible, task.outcome) == (2, 2, O.UNGRADED)


def test_check_that_waited_for_a_failed_one_costs_points() -> None:
    """Skipped behind the student's own fault stays in the total."""
    (task,) = score([result("x", O.FAILED), result("y", O.SKIPPED, waited_for="x")], [info(4)])
    assert (task.earned, task.possible, task.outcome) == (0, 4, O.FAILED)


def test_waiting_in_a_circle_ends() -> None:
    """Two skipped checks that name each other are not excused, and scoring returns."""
    circle = [result("x", O.SKIPPED, waited_for="y"), result("y", O.SKIPPED, waited_for="x")]
    (task,) = score(circle, [info(4)])
    assert (task.possible, task.outcome) == (4, O.SKIPPED)


def test_check_without_result_leaves_the_total_and_shows() -> None:
    """A check that silently did not run costs nothing and is not hidden behind "passed"."""
    (task,) = score([result("x")], [info(5)])
    assert (task.earned, task.possible, task.outcome) == (2, 2, O.UNGRADED)


def test_unknown_task_is_a_programming_error() -> None:
    """Points that no task would count are not dropped silently."""
    with pytest.raises(ValueError, match="unknown task 'b'"):
        score([result("x", task="b")], [info(2)])


@pytest.mark.parametrize(
    "outcomes,expected",
    [
        ([O.PASSED, O.PASSED], O.PASSED),
        ([O.NOT_STARTED, O.SKIPPED], O.NOT_STARTED),
        ([O.SKIPPED, O.SKIPPED], O.SKIPPED),
        ([O.NOT_STARTED, O.PASSED], O.NOT_STARTED),
        ([O.FAILED, O.TIMEOUT, O.SKIPPED], O.TIMEOUT),
        ([O.NOT_STARTED, O.FAILED], O.FAILED),
        ([O.ERROR, O.UNGRADED], O.UNGRADED),
        ([], O.UNGRADED),
    ],
)
def test_task_outcome_is_the_worst(outcomes: list[Outcome], expected: Outcome) -> None:
    """Passed only if all passed, not started if nothing was begun, else the worst."""
    assert task_outcome(outcomes) is expected


def test_every_outcome_has_its_rank() -> None:
    """A new outcome without a rank would crash scoring."""
    assert {*WORST_FIRST, O.PASSED} == set(Outcome)


def test_verdict_keeps_who_and_what() -> None:
    """A verdict carries the submission's identity, its notes and the totals."""
    note = Message("check_failed")
    submission = Submission("s001", "a.zip", sha256="ab", notes=(note,))
    made = verdict(submission, [result("x")], [info(2)], seconds=1.5, sandbox="process")
    assert (made.student, made.origin, made.submission_sha256, made.notes) == ("s001", "a.zip", "ab", (note,))
    assert (made.earned, made.possible, made.seconds, made.sandbox) == (2, 2, 1.5, "process")


def test_unreadable_submission_earns_nothing_of_everything() -> None:
    """Every task is missing with its full points possible; the bonus stays out of the total."""
    reason = Message("check_failed")
    made = verdict(Submission("s001", "a.zip", unreadable=reason), [], [info(2), info(3, "b", bonus=True)])
    assert [(task.earned, task.possible, task.outcome) for task in made.tasks] == [(0, 2, O.MISSING), (0, 3, O.MISSING)]
    assert (made.earned, made.possible, made.unreadable, made.ungraded) == (0, 2, reason, 0)

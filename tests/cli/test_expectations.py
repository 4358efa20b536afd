"""`--expect`: every difference is printed, and nothing else counts as one."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from grader.cli.expectations import compare, read_expected
from grader.model import Check, CheckResult, Outcome, Run, TaskScore, Verdict

TITLES = {"en": "t", "ko": "t"}
CHECK = Check("test_a.py::test_values", "a", "test_values", TITLES, 4.0)


def run_of(earned: float, possible: float = 4.0, outcome: Outcome = Outcome.PASSED) -> Run:
    """A run of one student and one task."""
    task = TaskScore("a", TITLES, earned, possible, outcome)
    verdict = Verdict("s001", "x", (CheckResult(CHECK, outcome, earned),), (task,), earned, possible)
    return Run("w", TITLES, "", "process", (), "", 0.0, {}, (verdict,), expected=1)


def differences(run: Run, text: str, tmp_path: Path) -> tuple[int, str]:
    """The exit code and what was printed."""
    file = tmp_path / "expected.toml"
    file.write_text(text)
    console = Console(file=io.StringIO(), width=200)
    code = compare(run, read_expected(file), {"a": 4.0}, console)
    return code, console.file.getvalue()  # type: ignore[attr-defined]


def test_agreement_is_zero(tmp_path: Path) -> None:
    """Points and outcomes as expected: exit 0."""
    text = '[s001]\nabout = "x"\na = 4\noutcomes = {"test_a.py::test_values" = "passed"}\n'
    code, said = differences(run_of(4.0), text, tmp_path)
    assert code == 0
    assert "0 differences" in said


@pytest.mark.parametrize(
    "run, text, says",
    [
        (run_of(3.0), "[s001]\na = 4\n", "a: 3 points, expected 4"),
        (run_of(4.0), '[s001]\noutcomes = {"test_a.py::test_values" = "timeout"}\n', "passed, expected timeout"),
        (run_of(4.0), "[s002]\na = 4\n", "s002: not graded"),
        (run_of(4.0), "", "s001: not expected"),
    ],
)
def test_each_kind_of_difference_is_said(run: Run, text: str, says: str, tmp_path: Path) -> None:
    """Wrong points, another outcome, a missing and an unexpected student each give exit 1 and a line."""
    code, said = differences(run, text, tmp_path)
    assert code == 1
    assert says in said


def test_a_task_graded_in_part_is_not_compared(tmp_path: Path) -> None:
    """With checks left out a task cannot have the expected points, which is no difference."""
    code, _ = differences(run_of(1.0, possible=2.0), "[s001]\na = 4\n", tmp_path)
    assert code == 0

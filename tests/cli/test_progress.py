"""What an operator sees while a class is graded."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from grader.cli.progress import Meter
from grader.cli.tally import Tally, duration
from grader.model import Check, CheckResult, Outcome, Submission, Verdict


def verdict(student: str, *outcomes: Outcome) -> Verdict:
    """A submission whose checks ended so."""
    results = tuple(
        CheckResult(Check(f"test_a.py::c{i}", "a", f"c{i}", {}, 1.0), outcome) for i, outcome in enumerate(outcomes)
    )
    return Verdict(student, student, results, (), 1.0, 2.0, 0.5)


def test_counts_by_outcome() -> None:
    """The commonest come first; what is our own fault is named however rare it is."""
    tally = Tally()
    tally.add(verdict("s001", *[Outcome.PASSED] * 9, *[Outcome.FAILED] * 5, Outcome.UNGRADED))
    tally.add(verdict("s002", *[Outcome.NOT_STARTED] * 3, *[Outcome.TIMEOUT] * 2))
    assert tally.short() == "9 passed 5 failed 3 not started 1 ungraded"
    assert tally.long() == "9 passed, 5 failed, 3 not started, 2 timeout, 1 ungraded"
    assert (tally + tally).hand_ins == 4


@pytest.mark.parametrize("seconds,text", [(41.23, "41.2 s"), (725, "12 min 5 s"), (12_000, "3 h 20 min")])
def test_durations_as_people_read_them(seconds: float, text: str) -> None:
    """Seconds, minutes, hours."""
    assert duration(seconds) == text


def test_a_terminal_shows_rate_counts_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bar tells how many are done, how fast, how their checks ended, and whose work is judged now."""
    screen = io.StringIO()
    monkeypatch.setattr(
        "grader.cli.progress.Console", lambda stderr: Console(file=screen, force_terminal=True, width=140)
    )
    meter = Meter(4)
    with meter:
        meter.known([verdict("s000", Outcome.PASSED)])
        meter.verdict(verdict("s001", Outcome.PASSED, Outcome.FAILED))
        meter.result(Submission("s002\x1b]0;owned\x07", "s002"), verdict("s002", Outcome.PASSED).results[0])
        meter._progress.refresh()
    shown = screen.getvalue()
    assert "owned" not in shown and "s002 · c0" in shown
    assert "2/4" in shown and "/s" in shown and "1 passed 1 failed" in shown
    assert "1 of 4 hand-ins are graded already" in shown


def test_without_a_terminal_each_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    """In a log each hand-in is a line with its number, points and time; a name cannot make two of it."""
    meter = Meter(2)
    with meter:
        meter.verdict(verdict("s001", Outcome.PASSED))
        meter.verdict(verdict("s002\nforged\x1b[2J", Outcome.PASSED))
    assert capsys.readouterr().err.splitlines() == ["[1/2] s001 1/2 0.5 s", "[2/2] s002 forged 1/2 0.5 s"]

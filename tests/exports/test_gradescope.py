"""Gradescope's results.json of one student."""

from __future__ import annotations

import math
from dataclasses import replace

from grader.exports import from_verdict, gradescope
from grader.model import Check, CheckResult, Message, Outcome, Submission, Verdict
from grader.scoring import TaskInfo, verdict
from tests.exports import rules
from tests.exports.books import LATE
from tests.reports.conftest import NASTY_NAMES, SECRET, make_run

RUN = make_run()


def test_every_verdict_of_a_class() -> None:
    """Documented fields and values only; points add up; hidden checks are hidden and tell no value."""
    for one in RUN.verdicts:
        entry = rules.gradescope(gradescope(one, from_verdict(one, "week04_rnn"), "ko"))
        assert entry["score"] == one.earned
        assert [t["max_score"] for t in entry["tests"]] == [r.check.points for r in one.results]
        for test, result in zip(entry["tests"], one.results, strict=True):
            assert (test["visibility"] == "hidden") is result.check.hidden
            assert (test["status"] == "passed") is (result.outcome is Outcome.PASSED)
            if result.check.hidden:
                assert SECRET not in str(test)
    assert {v.student for v in RUN.verdicts} >= set(NASTY_NAMES)


def test_score_is_what_was_published() -> None:
    """Late work and comments are above the tests; the score is the grade's, not the checks'."""
    one = RUN.verdicts[0]
    grade = from_verdict(one, "week04_rnn")
    tasks = (replace(grade.tasks[0], earned=3.5, steps=(LATE,)), *grade.tasks[1:])
    late = replace(grade, tasks=tasks, earned=grade.earned - 1.5, comments=("See *me* <b>",))
    entry = rules.gradescope(gradescope(one, late, "en"))
    assert entry["score"] == one.earned - 1.5
    assert "Tasks (−1.5 → 3.5)" in entry["output"]
    assert r"See \*me\* &lt;b&gt;" in entry["output"]


def measured(task: str, name: str, value: object, *, hidden: bool = False) -> CheckResult:
    """A check that kept a fact."""
    check = Check(f"test_{task}.py::test_{hidden}", task, "test", {"en": "Trains"}, 1, hidden)
    return CheckResult(check, Outcome.PASSED, 1, facts={name: value, "threshold": 0.5})


def board(*results: CheckResult) -> list[tuple[str, float, str]]:
    """The leaderboard of a verdict with these results."""
    tasks = [TaskInfo(name, {"en": name}, 1) for name in dict.fromkeys(r.check.task for r in results)]
    one = verdict(Submission("s001", "x"), results, tasks)
    metrics = {"accuracy": True, "perplexity": False}
    entry = rules.gradescope(gradescope(one, from_verdict(one, "w"), "en", metrics))
    return [(p["name"], p["value"], p["order"]) for p in entry.get("leaderboard", [])]


def test_leaderboard() -> None:
    """The best value of each metric, in the metric's direction; hidden checks, NaN and other facts are not on it."""
    assert board(measured("a", "accuracy", [0.7, 0.9, math.nan]), measured("b", "perplexity", [90.0, 80.0])) == [
        ("accuracy", 0.9, "desc"), ("perplexity", 80.0, "asc"),
    ]  # fmt: skip
    assert board(measured("a", "accuracy", 0.7), measured("b", "accuracy", 0.8)) == [
        ("a accuracy", 0.7, "desc"), ("b accuracy", 0.8, "desc"),
    ]  # fmt: skip
    assert board(measured("a", "accuracy", [0.7], hidden=True), measured("a", "cases", 8)) == []


def test_unreadable() -> None:
    """A hand-in without results is a score of nothing with the reason, which Gradescope accepts."""
    one: Verdict = verdict(
        Submission("s001", "x", unreadable=Message("intake.no_python")), [], [TaskInfo("a", {"en": "A"}, 2)]
    )
    entry = rules.gradescope(gradescope(one, from_verdict(one, "w"), "en"))
    assert entry["score"] == 0
    assert entry["tests"] == []
    assert len(entry["output"].splitlines()) >= 3

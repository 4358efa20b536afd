"""Courses, verdicts and rules that the tests of grades share."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

from grader.course import Course, Session
from grader.course.moments import due_rule_of
from grader.course.roster import Student
from grader.course.rules import LatePolicy, Schedule, Slot
from grader.model import Check, CheckResult, Outcome, Verdict
from grader.scoring import TaskInfo, score, totals
from grader.spec import AssignmentSpec

S001 = Student("s001", "Kim")
PREVIEW, REVIEW = "rnn_cell", "lstm_cell"

SPEC = """
id = "week04_rnn"
week = 4
title = { en = "RNN", ko = "RNN" }
[[tasks]]
id = "rnn_cell"
module = "rnn_cell"
names = ["RNN"]
points = 4
slot = "preview"
title = { en = "RNN cell", ko = "RNN 셀" }
[[tasks]]
id = "lstm_cell"
module = "lstm_cell"
names = ["lstm_cell", "gru_cell"]
points = 10
slot = "review"
title = { en = "LSTM cell", ko = "LSTM 셀" }
[[rubric]]
id = "report"
points = 5
title = { en = "Report", ko = "보고서" }
slot = "review"
"""


def spec_of(more: str = "", text: str = SPEC) -> AssignmentSpec:
    """An assignment of two tasks and a rubric item; `more` stands before its tables."""
    return AssignmentSpec.model_validate(tomllib.loads(more + text))


def policy_of(text: str) -> LatePolicy:
    """`[late]` as course.toml has it."""
    return LatePolicy.model_validate(tomllib.loads(text))


def course_of(
    preview: str = "Wednesday 18:00",
    review: str = "session",
    *,
    zone: str = "Asia/Seoul",
    day: date = date(2023, 2, 2),
    start: time | None = time(19),
    late: LatePolicy | None = None,
    following: Sequence[date] = (),
) -> Course:
    """A course whose week 4 meets on `day`; sessions on the days of `following` have the weeks after."""
    rules = {"preview": due_rule_of(preview), "review": due_rule_of(review)}
    sessions = [Session(week=4 + i, date=when) for i, when in enumerate([day, *following])]
    return Course(
        root=Path(),
        id="c",
        term="t",
        timezone=zone,
        language="ko",
        title={"en": "c", "ko": "c"},
        sessions=tuple(sessions),
        schedule=Schedule(start=start),
        slots={name: Slot(due=rule) for name, rule in rules.items() if rule is not None},  # type: ignore[misc]
        late=late or LatePolicy(),
    )


def result(task: str, name: str, points: float, earned: float, outcome: Outcome | None = None) -> CheckResult:
    """A check that earned so much."""
    check = Check(f"test_{task}.py::{name}", task, name, {"en": f"about {name}", "ko": f"{name} 검사"}, points)
    return CheckResult(check, outcome or (Outcome.PASSED if earned >= points else Outcome.FAILED), earned)


def verdict_of(*results: CheckResult, student: str = "s001", attempt: int = 1) -> Verdict:
    """What those results come to."""
    spec = spec_of()
    infos = [
        TaskInfo(t.id, t.title, sum(r.check.points for r in results if r.check.task == t.id), t.bonus)
        for t in spec.tasks
        if any(r.check.task == t.id for r in results)
    ]
    scores = score(results, infos)
    return Verdict(student, student, tuple(results), scores, *totals(scores), attempt=attempt)


def ordinary(review: float = 8.0) -> Verdict:
    """3 of 4 points of the preview, and so many of 10 of the review."""
    return verdict_of(
        result(PREVIEW, "values", 4, 3.0),
        result(REVIEW, "values", 6, min(6.0, review)),
        result(REVIEW, "grad", 4, max(0.0, review - 6)),
    )


def seoul(text: str) -> datetime:
    """A moment in Seoul."""
    return datetime.fromisoformat(f"{text}+09:00")

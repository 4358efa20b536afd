"""Hand-ins, verdicts and runs with everything that they can hold."""

from __future__ import annotations

import math
from collections.abc import Sequence

from grader.model import CellSpan, Check, CheckResult, Frame, Message, Module, Outcome, Run, Submission
from grader.scoring import TaskInfo, verdict
from grader.store import Placed, RunId, Store

ODD = "s002 한\x00\\u0041\\ \udc80'\"<b>"  # a name as only a hand-in can have it
CHECKS = (
    Check("test_a.py::one", "a", "one", {"en": "One", "ko": "하나"}, 1.0, needs=("zero",), timeout=2.0),
    Check("test_a.py::two", "a", "two", {"en": "Two", "ko": "둘"}, 2.0, hidden=True, training=True),
)
TASKS = (TaskInfo("a", {"en": "A", "ko": "가"}, 3.0),)
MESSAGE = Message("k", {"a": math.inf, "b": [1.5, "x\x00"], "c": None, "why": Message("inner", {"n": 1})})


def submission(student: str = "s001", code: str = "x = 1", origin: str = "in/s001.py") -> Submission:
    """A hand-in with one module."""
    module = Module(
        "m",
        "한.ipynb",
        code,
        True,
        (CellSpan(1, 1, 2),),
        {"x": False},
        (Message("intake.cell", {"n": 3}),),
        {"y": Frame("m", 2, text="y")},
    )
    return Submission(
        student,
        origin,
        (module,),
        "ab" * 32,
        (Message("note", {"n": 1}),),
        times={"한.ipynb": "2026-03-04T18:00:00+09:00"},
        members=(student, "s099"),
        attempt=2,
    )


def results(outcome: Outcome = Outcome.FAILED) -> tuple[CheckResult, ...]:
    """A result with all that it can hold, and one with nothing."""
    frame = Frame("a.py", 3, "f", "x = '한'", 2)
    facts = {"accuracy": [0.5], "m": {"n": 1}}
    full = CheckResult(CHECKS[0], outcome, 0.5, MESSAGE, frame, 0.1, "out\x00\n\ud800", "zero", facts, MESSAGE)
    return full, CheckResult(CHECKS[1], Outcome.PASSED, 2.0)


def header(assignment: str = "week01_a", expected: int = 2) -> Run:
    """A run that begins."""
    environment = {"torch": "2.13.0", "device": "cpu"}
    titles = {"en": "A", "ko": "가"}
    started = "2026-03-04T18:00:00+09:00"
    return Run(assignment, titles, "5eed", "process", ("files: read",), started, 0.0, environment, (), True, expected)


def judge(
    store: Store,
    run: RunId,
    students: Sequence[str],
    outcome: Outcome = Outcome.FAILED,
    first: int = 0,
    seconds: float = 0.25,
) -> None:
    """Record a verdict for each; the key of a grading is `key STUDENT`."""
    for position, student in enumerate(students, first):
        given = submission(student)
        done = verdict(given, results(outcome), TASKS, seconds, "process")
        store.record(run, Placed(position, given, f"hand-in {student}"), f"key {student}", done)


def graded(store: Store, *students: str, outcome: Outcome = Outcome.FAILED, seconds: float = 0.25) -> RunId:
    """A finished run of these."""
    run = store.begin_run(header(expected=len(students)), "run key")
    judge(store, run, students, outcome, seconds=seconds)
    store.finish_run(run, 1.5)
    return run

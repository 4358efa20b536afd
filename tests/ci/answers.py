"""A judge's answers, made up: what the reports of a push are tried on."""

from __future__ import annotations

from grader.ci import Terms
from grader.course import Course
from grader.intake import locate
from grader.judge.process import ForkServer
from grader.model import Check, CheckResult, Message, Outcome, Run, Submission
from grader.scoring import TaskInfo, verdict
from grader.spec import load_assignment


def known_run(course: Course, week: str, submission: Submission, terms: Terms, server: ForkServer | None = None) -> Run:
    """Two checks for each task; they pass where a file says RIGHT, and fail at a line that says WRONG."""
    spec = load_assignment(course.assignment_dir(week))
    results = []
    text = "\n".join(module.source for module in submission.modules)
    where = None
    for module in submission.modules:
        for number, line in enumerate(module.source.split("\n"), 1):
            if "WRONG" in line:
                where = locate(module, number, "f")
    for task in spec.tasks:
        for hidden in (False, True):
            name = "test_hidden" if hidden else "test_public"
            titles = {"en": f"Check of {task.id}", "ko": f"{task.id}의 검사"}
            check = Check(f"test_{task.id}.py::{name}", task.id, name, titles, task.points / 2, hidden)
            passed = CheckResult(check, Outcome.PASSED, check.points)
            message = Message("assertion", {"text": "secret-value-17"})
            failed = CheckResult(check, Outcome.FAILED, message=message, where=where, output="said secret-value-18\n")
            results.append(passed if "RIGHT" in text else failed)
    tasks = tuple(TaskInfo(t.id, t.title, t.points, t.bonus) for t in spec.tasks)
    judged = () if submission.unreadable is not None else tuple(results)
    done = verdict(submission, judged, tasks, 0.1, "namespaces")
    return Run(week, spec.title, "6" * 64, "namespaces", (), "2023-02-03T00:00:00+09:00", 0.1, {"python": "3"}, (done,))

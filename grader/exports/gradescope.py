"""Gradescope's results.json: of one student, as an autograder run leaves it.

Hidden checks have visibility `hidden` and tell the kind of fault only, as everywhere.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from grader.grades import Grade
from grader.messages import text
from grader.model import CheckResult, Outcome, Verdict
from grader.reports.markdown import check_text, escaped
from grader.reports.view import CheckView, StudentView, check_view, student_view


def gradescope(verdict: Verdict, grade: Grade, lang: str, metrics: Mapping[str, bool] | None = None) -> str:
    """The file's text.

    Args:
        verdict: what the checks gave.
        grade: what is published of it.
        lang: of all texts.
        metrics: name of a fact that goes to the leaderboard → whether more is better.

    Top: the published score and, in Markdown, what a person wrote and how points were moved. A test for each check in
    the order of the assignment; `number` is `task.check`. Leaderboard: the best value of each metric that a check
    measured in the open.
    """
    view = student_view(verdict, lang, grade)
    order = {task.task: number for number, task in enumerate(verdict.tasks, 1)}
    seen: dict[str, int] = {}
    tests = []
    for result in verdict.results:
        task = result.check.task
        seen[task] = seen.get(task, 0) + 1
        tests.append(_test(result, check_view(result, verdict, lang), f"{order.get(task, 0)}.{seen[task]}", lang))
    entry: dict[str, Any] = {
        "score": _number(grade.earned),
        "execution_time": round(verdict.seconds, 2),
        "output": _above(view, lang),
        "output_format": "md",
        "test_output_format": "md",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {"assignment": grade.assignment, "possible": _number(grade.possible), "attempt": verdict.attempt},
        "tests": tests,
    }
    board = _leaderboard(verdict, metrics or {})
    if board:
        entry["leaderboard"] = board
    return json.dumps(entry, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _test(result: CheckResult, view: CheckView, number: str, lang: str) -> dict[str, Any]:
    return {
        "score": _number(result.earned),
        "max_score": _number(result.check.points),
        "status": "passed" if result.outcome is Outcome.PASSED else "failed",
        "name": view.title,
        "name_format": "text",
        "number": number,
        "output": check_text(view, lang),
        "output_format": "md",
        "tags": [result.check.task],
        "visibility": "hidden" if result.check.hidden else "visible",
        "extra_data": {"outcome": result.outcome.value, "check": result.check.id},
    }


def _above(view: StudentView, lang: str) -> str:
    """What stands above the tests."""
    lines = [escaped(text("label.points_of", lang, earned=view.earned, possible=view.possible))]
    if view.unreadable:
        lines.append(f"**{escaped(text('label.unreadable', lang))}** {escaped(view.unreadable)}")
    lines += [escaped(note) for note in view.notes]
    for task in view.tasks:
        lines += [f"{escaped(task.title)}: {escaped(step)}" for step in task.steps]
    lines += [escaped(comment) for comment in view.comments]
    return "\n\n".join(lines)


def _leaderboard(verdict: Verdict, metrics: Mapping[str, bool]) -> list[dict[str, Any]]:
    """Metrics of open checks: the best value that was measured, named with its task where several measure it."""
    best: dict[tuple[str, str], float] = {}
    for result in verdict.results:
        for name in metrics.keys() & result.facts.keys() if not result.check.hidden else ():
            values = _values(result.facts[name])
            key = (result.check.task, name)
            if values:
                pick = max if metrics[name] else min
                best[key] = pick([*values, *([best[key]] if key in best else [])])
    tasks = [name for _, name in best]
    return [
        {
            "name": f"{task} {name}" if tasks.count(name) > 1 else name,
            "value": round(value, 6),
            "order": "desc" if metrics[name] else "asc",
        }
        for (task, name), value in best.items()
    ]


def _values(value: object) -> list[float]:
    items = value if isinstance(value, list | tuple) else [value]
    numbers = [float(item) for item in items if isinstance(item, int | float) and not isinstance(item, bool)]
    return [number for number in numbers if math.isfinite(number)]


def _number(value: float) -> float | int:
    return int(value) if value == int(value) else round(value, 2)

"""`--expect`: the points that each student must get, and the outcomes of some checks."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console

from grader.errors import UsageError
from grader.model import Run, Verdict

Expected = Mapping[str, Mapping[str, Any]]  # student → task → points, and `outcomes`
_NOT_TASKS = {"about", "outcomes", "file"}


def read_expected(path: Path) -> Expected:
    """What a file of expectations says.

    Raises:
        UsageError: it cannot be read.
    """
    remedy = "give a TOML file, one table per student"
    try:
        expected = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path}: cannot be read: {error} ({remedy})") from error
    for student, wanted in expected.items():
        if not isinstance(wanted, dict):
            raise UsageError(f"{path}: {student}: is no table ({remedy})")
    return expected


def compare(run: Run, expected: Expected, full_points: Mapping[str, float], console: Console) -> int:
    """Print every difference; 0 if there is none, else 1.

    Args:
        expected: what `read_expected` gave.
        full_points: task → points. A task that was graded in part (`--no-training`) is not compared.
    """
    got = {v.student: v for v in run.verdicts}
    problems = [f"{student}: not graded" for student in expected if student not in got]
    problems += [f"{student}: not expected" for student in got if student not in expected]
    for student, wanted in expected.items():
        if student in got:
            problems += [f"{student}: {text}" for text in _differences(got[student], wanted, full_points)]
    for text in problems:
        console.print(text, style="red", markup=False, highlight=False)
    total = f"{len(expected)} expected results, {len(problems)} differences"
    console.print(total, style="red" if problems else "green", highlight=False)
    return 1 if problems else 0


def _differences(verdict: Verdict, wanted: Mapping[str, Any], full_points: Mapping[str, float]) -> list[str]:
    earned = {t.task: t.earned for t in verdict.tasks if t.possible == full_points[t.task]}
    out = []
    for task, points in wanted.items():
        if task in _NOT_TASKS or task not in earned:
            continue
        if abs(earned[task] - points) > 0.005:
            out.append(f"{task}: {earned[task]:g} points, expected {points:g}")
    outcomes = {r.check.id: r.outcome.value for r in verdict.results}
    for check, outcome in wanted.get("outcomes", {}).items():
        if check in outcomes and outcomes[check] != outcome:
            out.append(f"{check}: {outcomes[check]}, expected {outcome}")
    return out

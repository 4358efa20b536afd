"""Verdicts of some tasks laid over a verdict of all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from grader.model import Verdict
from grader.scoring import totals


def overlaid(base: Verdict, newer: Verdict, tasks: Collection[str]) -> Verdict:
    """`base` with the named tasks, their checks and its times, as `newer` has them; a task that is new comes last."""
    kept = [result for result in base.results if result.check.task not in tasks]
    scores = {task.task: task for task in base.tasks if task.task not in tasks or task.task in _ids(newer)}
    scores |= {task.task: task for task in newer.tasks if task.task in tasks}
    earned, possible = totals(scores.values())
    return replace(
        base,
        results=(*kept, *(result for result in newer.results if result.check.task in tasks)),
        tasks=tuple(scores.values()),
        earned=earned,
        possible=possible,
    )


def _ids(verdict: Verdict) -> set[str]:
    return {task.task for task in verdict.tasks}

"""How a task's points came about, in words: late work, overrides, manual items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.messages import render
from grader.reports.plain import one_line, points

if TYPE_CHECKING:
    from grader.grades import TaskGrade

MINUS = "−"


def steps_of(task: TaskGrade, lang: str) -> tuple[str, ...]:
    """One line a step, with what it changed and what stood after it; nothing where the checks alone decided."""
    from grader.grades import StepKind  # noqa: PLC0415 - a student's own check has no grade, and must not wait for it

    if all(step.kind is StepKind.CHECKS for step in task.steps):
        return ()
    lines = []
    for step in task.steps:
        said = one_line(render(step.message, lang))
        sign = "+" if step.change >= 0 else MINUS
        lines.append(f"{said} ({sign}{points(abs(step.change))} → {points(step.earned)})" if step.change else said)
    return tuple(lines)

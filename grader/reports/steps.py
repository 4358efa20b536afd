"""How a task's points came about, in words: late work, overrides, manual items."""

from __future__ import annotations

from grader.grades import StepKind, TaskGrade
from grader.messages import render
from grader.reports.plain import one_line, points

MINUS = "−"


def steps_of(task: TaskGrade, lang: str) -> tuple[str, ...]:
    """One line a step, with what it changed; nothing where the checks alone decided."""
    if all(step.kind is StepKind.CHECKS for step in task.steps):
        return ()
    lines = []
    for step in task.steps:
        change = f"{'+' if step.change >= 0 else MINUS}{points(abs(step.change))}"
        lines.append(f"{one_line(render(step.message, lang))}: {change} = {points(step.earned)}")
    return tuple(lines)

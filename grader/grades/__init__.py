"""From what was judged to what is published: due dates, overrides, manual points. Pure; every step is kept."""

from __future__ import annotations

from grader.grades.grade import Grade, Step, StepKind, TaskGrade

__all__ = ["Grade", "Step", "StepKind", "TaskGrade"]

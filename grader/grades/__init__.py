"""From what was judged to what is published: due dates, overrides, manual points. Pure; every step is kept."""

from __future__ import annotations

from grader.grades.allowances import Allowance
from grader.grades.exceptions import exceptions_of
from grader.grades.final import best, final, task_times
from grader.grades.grade import Grade, Step, StepKind, TaskGrade
from grader.grades.human import WHOLE, Override, in_force
from grader.grades.schedule import Rules, rules_of
from grader.grades.term import TermTotal, term_total

__all__ = [
    "WHOLE",
    "Allowance",
    "Grade",
    "Override",
    "Rules",
    "Step",
    "StepKind",
    "TaskGrade",
    "TermTotal",
    "best",
    "exceptions_of",
    "final",
    "in_force",
    "rules_of",
    "task_times",
    "term_total",
]

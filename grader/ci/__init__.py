"""A push → grades: which weeks it changed, what they are worth, said where the student looks."""

from __future__ import annotations

from grader.ci.push import Graded, Outcome, Push, Terms, grade_push
from grader.ci.weeks import Weeks

__all__ = ["Graded", "Outcome", "Push", "Terms", "Weeks", "grade_push"]

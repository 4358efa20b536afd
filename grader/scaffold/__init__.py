"""A new course and a new assignment: files that work at once, for an author to change."""

from __future__ import annotations

from grader.scaffold.assignment import new_assignment
from grader.scaffold.course import new_course

__all__ = ["new_assignment", "new_course"]

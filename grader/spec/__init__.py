"""assignment.toml: what an assignment says about its tasks, and how course files are read."""

from __future__ import annotations

from grader.spec.assignment import AssignmentSpec, Forbid, Limits, RubricItem, TaskSpec, load_assignment
from grader.spec.gate import Gate, threshold
from grader.spec.reading import FileModel, Titles, read_toml

__all__ = [
    "AssignmentSpec",
    "FileModel",
    "Forbid",
    "Gate",
    "Limits",
    "RubricItem",
    "TaskSpec",
    "Titles",
    "load_assignment",
    "read_toml",
    "threshold",
]

"""Which names a task bans, and whether the code that a task reaches uses one. Reads syntax trees, runs nothing."""

from __future__ import annotations

from grader.policy.bans import Ban, is_pattern
from grader.policy.program import Program
from grader.policy.reach import Reached, Use, reach
from grader.policy.ruling import Broken, broken

__all__ = ["Ban", "Broken", "Program", "Reached", "Use", "broken", "is_pattern", "reach"]

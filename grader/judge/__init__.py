"""The judge: runs an assignment's checks against submissions, each in a process of its own."""

from grader.judge.assignment import Assignment
from grader.judge.runner import Judge, Progress

__all__ = ["Assignment", "Judge", "Progress"]

"""What the functions of this file answer is recorded: they would give a solution away."""

from grader.recording import recorded_helper

__getattr__ = recorded_helper(__name__)

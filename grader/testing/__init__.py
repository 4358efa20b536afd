"""What a check is written with: assertions, inputs, and the pytest plugin that gives it `student` and `reference`."""

from grader.testing.assertions import assert_matches, assert_shape, expect, fail
from grader.testing.draw import Draw
from grader.testing.gates import accuracy_at_least
from grader.testing.gradients import assert_gradients

__all__ = ["Draw", "accuracy_at_least", "assert_gradients", "assert_matches", "assert_shape", "expect", "fail"]

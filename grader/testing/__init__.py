"""What a check is written with: assertions, inputs, and the pytest plugin that gives it `student` and `reference`."""

from grader.testing.assertions import assert_matches, assert_shape, expect, fail
from grader.testing.data_sets import reaches_each
from grader.testing.draw import Draw
from grader.testing.gates import reaches
from grader.testing.gradients import assert_gradients
from grader.testing.module_gradients import assert_module_gradients
from grader.testing.own_gradients import assert_own_gradients
from grader.testing.statistics import assert_distribution, assert_frequencies, assert_mean, assert_rate, trials_needed

__all__ = [
    "Draw",
    "assert_distribution",
    "assert_frequencies",
    "assert_gradients",
    "assert_matches",
    "assert_mean",
    "assert_module_gradients",
    "assert_own_gradients",
    "assert_rate",
    "assert_shape",
    "expect",
    "fail",
    "reaches",
    "reaches_each",
    "trials_needed",
]

"""step // total instead of step / total: 1 until the very end.

task: schedules
loses: test_linear_decay, test_ends
"""

import math


def linear_decay(step, total, lr0):
    return lr0 * (1 - step // total)


def inverse_sqrt(step, lr0):
    return lr0 / math.sqrt(step)


def cosine_decay(step, total, lr0):
    return 0.5 * lr0 * (1 + math.cos(math.pi * step / total))


def step_decay(step, lr0, gamma, every):
    return lr0 * gamma ** (step // every)

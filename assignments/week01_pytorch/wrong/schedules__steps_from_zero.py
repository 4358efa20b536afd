"""inverse_sqrt counts from 0: √(step + 1).

task: schedules
loses: test_inverse_sqrt
"""

import math


def linear_decay(step, total, lr0):
    return lr0 * (1 - step / total)


def inverse_sqrt(step, lr0):
    return lr0 / math.sqrt(step + 1)


def cosine_decay(step, total, lr0):
    return 0.5 * lr0 * (1 + math.cos(math.pi * step / total))


def step_decay(step, lr0, gamma, every):
    return lr0 * gamma ** (step // every)

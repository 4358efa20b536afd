"""A quarter of a wave: lr0·cos(π/2·step/total).

task: schedules
loses: test_cosine_decay, test_ends
"""

import math


def linear_decay(step, total, lr0):
    return lr0 * (1 - step / total)


def inverse_sqrt(step, lr0):
    return lr0 / math.sqrt(step)


def cosine_decay(step, total, lr0):
    return lr0 * math.cos(math.pi / 2 * step / total)


def step_decay(step, lr0, gamma, every):
    return lr0 * gamma ** (step // every)

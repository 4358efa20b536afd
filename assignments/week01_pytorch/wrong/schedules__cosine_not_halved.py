"""The cosine is not halved: it begins at twice the rate.

task: schedules
loses: test_cosine_decay, test_ends
mistake: missing_factor, scaled, wrong_constant
"""

import math


def linear_decay(step, total, lr0):
    return lr0 * (1 - step / total)


def inverse_sqrt(step, lr0):
    return lr0 / math.sqrt(step)


def cosine_decay(step, total, lr0):
    return lr0 * (1 + math.cos(math.pi * step / total))


def step_decay(step, lr0, gamma, every):
    return lr0 * gamma ** (step // every)

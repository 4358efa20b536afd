"""A whole wave of the cosine: at the end the rate is back at lr0.

task: schedules
loses: test_cosine_decay, test_ends
"""

import math


def linear_decay(step, total, lr0):
    return lr0 * (1 - step / total)


def inverse_sqrt(step, lr0):
    return lr0 / math.sqrt(step)


def cosine_decay(step, total, lr0):
    return 0.5 * lr0 * (1 + math.cos(2 * math.pi * step / total))


def step_decay(step, lr0, gamma, every):
    return lr0 * gamma ** (step // every)

from math import cos, floor, pi


def linear_decay(step, total, lr0):
    return lr0 * (total - step) / total


def inverse_sqrt(step, lr0):
    return lr0 * step**-0.5


def cosine_decay(step, total, lr0):
    return lr0 * cos(pi * step / (2 * total)) ** 2  # 반각 공식


def step_decay(step, lr0, gamma, every):
    lr = lr0
    for _ in range(floor(step / every)):
        lr *= gamma
    return lr

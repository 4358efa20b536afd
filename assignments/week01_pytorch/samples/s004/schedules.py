import math

from my_plot import draw_schedule


def linear_decay(step, total, lr0):
    return lr0 * (1 - step / total)


def inverse_sqrt(step, lr0):
    return lr0 / step**0.5


def cosine_decay(step, total, lr0):
    return lr0 * (1 + math.cos(math.pi * step / total)) / 2


def step_decay(step, lr0, gamma, every):
    return lr0 * gamma ** (step // every)


if __name__ == "__main__":
    draw_schedule(cosine_decay, 100)

"""A random cut of the circle: neighbours stay together.

task: split
loses: test_uniform
"""

import torch


def train_valid_test_split(n, ratios, seed):
    torch.manual_seed(seed)
    start = int(torch.randint(0, max(n, 1), (1,)))
    order = [*range(start, n), *range(start)]
    n_valid, n_test = round(n * ratios[1]), round(n * ratios[2])
    n_train = n - n_valid - n_test
    return order[:n_train], order[n_train : n_train + n_valid], order[n_train + n_valid :]

"""The last examples are always the test set; only the rest is shuffled.

task: split
loses: test_uniform
"""

import torch


def train_valid_test_split(n, ratios, seed):
    torch.manual_seed(seed)
    n_valid, n_test = round(n * ratios[1]), round(n * ratios[2])
    order = torch.randperm(n - n_test).tolist()
    return order[n_valid:], order[:n_valid], list(range(n - n_test, n))

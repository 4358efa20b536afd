"""Sizes are cut to whole numbers instead of rounded.

task: split
loses: test_sizes, test_uniform
"""

import torch


def train_valid_test_split(n, ratios, seed):
    torch.manual_seed(seed)
    order = torch.randperm(n).tolist()
    n_valid, n_test = int(n * ratios[1]), int(n * ratios[2])
    n_train = n - n_valid - n_test
    return order[:n_train], order[n_train : n_train + n_valid], order[n_train + n_valid :]

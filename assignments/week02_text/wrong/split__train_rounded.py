"""Training and validation set are rounded, the test set gets the rest.

task: split
loses: test_sizes, test_uniform
"""

import torch


def train_valid_test_split(n, ratios, seed):
    torch.manual_seed(seed)
    order = torch.randperm(n).tolist()
    n_train, n_valid = round(n * ratios[0]), round(n * ratios[1])
    return order[:n_train], order[n_train : n_train + n_valid], order[n_train + n_valid :]

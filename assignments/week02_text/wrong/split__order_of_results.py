"""The test set is returned before the validation set.

task: split
loses: test_sizes, test_uniform
mistake: swapped_results
"""

import torch


def train_valid_test_split(n, ratios, seed):
    torch.manual_seed(seed)
    order = torch.randperm(n).tolist()
    n_valid, n_test = round(n * ratios[1]), round(n * ratios[2])
    n_train = n - n_valid - n_test
    return order[:n_train], order[n_train + n_valid :], order[n_train : n_train + n_valid]

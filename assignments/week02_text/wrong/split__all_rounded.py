"""All three sizes are rounded: an index may be lost, or a list too short.

task: split
loses: test_sizes, test_each_once, test_seed, test_uniform
"""

import torch


def train_valid_test_split(n, ratios, seed):
    torch.manual_seed(seed)
    order = torch.randperm(n).tolist()
    n_valid, n_test = round(n * ratios[1]), round(n * ratios[2])
    n_train = round(n * ratios[0])
    test = order[n_train + n_valid : n_train + n_valid + n_test]
    return order[:n_train], order[n_train : n_train + n_valid], test

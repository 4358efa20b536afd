"""Each index draws its set, so that the sizes are random.

task: split
loses: test_sizes, test_uniform
"""

import torch


def train_valid_test_split(n, ratios, seed):
    torch.manual_seed(seed)
    parts = ([], [], [])
    for index in range(n):
        parts[int(torch.multinomial(torch.tensor(ratios), 1))].append(index)
    return parts

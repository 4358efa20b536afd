"""The three sets are drawn independently, so that they overlap.

task: split
loses: test_each_once, test_seed, test_uniform
"""

import random


def train_valid_test_split(n, ratios, seed):
    rng = random.Random(seed)
    n_valid, n_test = round(n * ratios[1]), round(n * ratios[2])
    return rng.sample(range(n), n - n_valid - n_test), rng.sample(range(n), n_valid), rng.sample(range(n), n_test)

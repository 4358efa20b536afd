import numpy as np


def train_valid_test_split(n, ratios, seed):
    order = np.random.default_rng(seed).permutation(n).tolist()
    v, t = (int(n * r + 0.5) for r in ratios[1:])
    return order[v + t :], order[:v], order[v : v + t]

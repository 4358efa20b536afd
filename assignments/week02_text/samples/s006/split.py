import random


def train_valid_test_split(n, ratios, seed):
    rng = random.Random(seed)
    everything = set(range(n))
    valid = rng.sample(sorted(everything), round(n * ratios[1]))
    test = rng.sample(sorted(everything - set(valid)), round(n * ratios[2]))
    return sorted(everything - set(valid) - set(test)), valid, test

"""scikit-learn divides.

task: split
loses: test_sizes, test_each_once, test_seed, test_uniform
"""

from sklearn.model_selection import train_test_split


def train_valid_test_split(n, ratios, seed):
    n_valid, n_test = round(n * ratios[1]), round(n * ratios[2])
    rest = list(range(n))
    parts = []
    for size in (n_test, n_valid):
        part = []
        if 0 < size < len(rest):
            rest, part = train_test_split(rest, test_size=size, random_state=seed)
        elif size:
            rest, part = [], rest
        parts.append(part)
    return rest, parts[1], parts[0]

"""The generator starts anew for each centre.

task: skipgram_dataset
loses: test_uniform
"""

import random


def create_skipgram_dataset(tokens, seed):
    rng = random.Random()
    data = []
    for i in range(2, len(tokens) - 2):
        rng.seed(seed)
        for step in (-2, -1, 1, 2):
            data.append((tokens[i], tokens[i + step], 1))
        outside = [tokens[j] for j in range(len(tokens)) if abs(j - i) > 2]
        for word in rng.choices(outside, k=4) if outside else []:
            data.append((tokens[i], word, 0))
    return data

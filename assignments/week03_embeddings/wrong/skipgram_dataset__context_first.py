"""The neighbour stands before the centre.

task: skipgram_dataset
loses: test_neighbours, test_negatives, test_seed, test_edges, test_uniform
"""

import random


def create_skipgram_dataset(tokens, seed):
    rng = random.Random(seed)
    data = []
    for i in range(2, len(tokens) - 2):
        for step in (-2, -1, 1, 2):
            data.append((tokens[i + step], tokens[i], 1))
        outside = [tokens[j] for j in range(len(tokens)) if abs(j - i) > 2]
        for word in rng.choices(outside, k=4) if outside else []:
            data.append((tokens[i], word, 0))
    return data

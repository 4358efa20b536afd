import random


def create_skipgram_dataset(tokens, seed):
    random.seed(seed)
    data = []
    for i in range(2, len(tokens) - 2):
        for j in (i - 2, i - 1, i + 1, i + 2):
            data.append((tokens[i], tokens[j], 1))
        outside = tokens[: i - 2] + tokens[i + 3 :]
        # 겹치지 않게 4개
        for word in random.sample(outside, 4):
            data.append((tokens[i], word, 0))
    return data

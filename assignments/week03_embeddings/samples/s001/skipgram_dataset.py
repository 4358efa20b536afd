import numpy as np


def create_skipgram_dataset(tokens, seed):
    rng = np.random.default_rng(seed)
    n = len(tokens)
    positions = np.arange(n)
    dataset = []
    for i in range(2, n - 2):
        center = tokens[i]
        for j in (i - 2, i - 1, i + 1, i + 2):
            dataset.append((center, tokens[j], 1))
        # 윈도 밖에 있는 위치 (단어가 아니라 위치!)
        far = positions[np.abs(positions - i) > 2]
        if far.size == 0:
            continue
        for j in rng.choice(far, size=4, replace=True):
            dataset.append((center, tokens[j], 0))
    return dataset

"""여러 과제에서 같이 쓰는 함수들"""

from collections import Counter

import torch


def windows(tokens, size=5):
    """연속된 size개 단어를 앞에서부터 하나씩 밀면서"""
    return zip(*[tokens[i:] for i in range(size)])


def count_words(sentences):
    counter = Counter()
    for s in sentences:
        counter.update(s)
    return counter


def unit(x):
    """행마다 길이를 1로. 0벡터는 그대로 둔다."""
    norm = torch.linalg.vector_norm(x, dim=-1, keepdim=True)
    return torch.where(norm == 0, x, x / norm)

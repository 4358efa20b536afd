"""The columns are counted from 1.

task: vectors
loses: test_one_hot, test_nothing_to_count
mistake: off_by_one, shifted
"""

import torch


def one_hot(ids, size):
    return torch.eye(size)[(ids - 1) % size]


def bag_of_words(docs, size):
    counts = torch.zeros(len(docs), size)
    for n, doc in enumerate(docs):
        for word in doc:
            counts[n, word] += 1
    return counts


def tf_idf(counts):
    df = (counts > 0).to(counts.dtype).sum(0)
    idf = torch.log((1 + counts.shape[0]) / (1 + df)) + 1
    weighted = counts * idf
    return weighted / weighted.norm(dim=1, keepdim=True).clamp(min=1e-12)

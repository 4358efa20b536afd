"""An empty document becomes a float tensor, which bincount refuses.

task: vectors
loses: test_nothing_to_count
"""

import torch


def one_hot(ids, size):
    return torch.eye(size)[ids]


def bag_of_words(docs, size):
    return torch.stack([torch.bincount(torch.tensor(doc), minlength=size) for doc in docs]).float()


def tf_idf(counts):
    df = (counts > 0).to(counts.dtype).sum(0)
    idf = torch.log((1 + counts.shape[0]) / (1 + df)) + 1
    weighted = counts * idf
    return weighted / weighted.norm(dim=1, keepdim=True).clamp(min=1e-12)

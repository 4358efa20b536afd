"""Two zero vectors have the cosine 1.

task: similarity
loses: test_zero_vectors
"""

import torch


def cosine(a, b):
    dot = (a * b).sum(dim=-1)
    norms = a.norm(dim=-1) * b.norm(dim=-1)
    both = (a == 0).all(-1) & (b == 0).all(-1)
    dot = torch.where(both, torch.ones_like(dot), dot)
    norms = torch.where(both, torch.ones_like(norms), norms)
    return torch.where(norms == 0, torch.zeros_like(dot), dot / norms)


def most_similar(query, table, k, exclude=()):
    scores = cosine(query[None, :].expand(table.shape[0], -1), table)
    order = torch.argsort(scores, descending=True).tolist()
    return [i for i in order if i not in exclude][:k]

"""Divided by the length of one vector only.

task: similarity
loses: test_cosine, test_zero_vectors, test_lengths
mistake: missing_factor
"""

import torch


def cosine(a, b):
    dot = (a * b).sum(dim=-1)
    norms = b.norm(dim=-1) ** 1
    return torch.where(norms == 0, torch.zeros_like(dot), dot / norms)


def most_similar(query, table, k, exclude=()):
    scores = cosine(query[None, :].expand(table.shape[0], -1), table)
    order = torch.argsort(scores, descending=True).tolist()
    return [i for i in order if i not in exclude][:k]

"""The row numbers are a tensor.

task: similarity
loses: test_most_similar, test_exclude, test_zero_row
"""

import torch


def cosine(a, b):
    dot = (a * b).sum(dim=-1)
    norms = a.norm(dim=-1) * b.norm(dim=-1)
    return torch.where(norms == 0, torch.zeros_like(dot), dot / norms)


def most_similar(query, table, k, exclude=()):
    scores = cosine(query[None, :].expand(table.shape[0], -1), table)
    order = torch.argsort(scores, descending=True).tolist()
    return torch.tensor([i for i in order if i not in exclude][:k])

"""topk fails where k is larger than the table.

task: similarity
loses: test_exclude
"""

import torch


def cosine(a, b):
    dot = (a * b).sum(dim=-1)
    norms = a.norm(dim=-1) * b.norm(dim=-1)
    return torch.where(norms == 0, torch.zeros_like(dot), dot / norms)


def most_similar(query, table, k, exclude=()):
    scores = cosine(query[None, :].expand(table.shape[0], -1), table)
    order = torch.topk(scores, k + len(exclude)).indices.tolist()
    return [i for i in order if i not in exclude][:k]

"""The denominator is 1e-8 at least, as torch's own function has it.

task: similarity
loses: test_lengths
"""

import torch


def cosine(a, b):
    dot = (a * b).sum(dim=-1)
    norms = a.norm(dim=-1) * b.norm(dim=-1)
    return dot / norms.clamp(min=1e-8)


def most_similar(query, table, k, exclude=()):
    scores = cosine(query[None, :].expand(table.shape[0], -1), table)
    order = torch.argsort(scores, descending=True).tolist()
    return [i for i in order if i not in exclude][:k]

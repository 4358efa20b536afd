"""torch computes the cosine.

task: similarity
loses: test_cosine, test_zero_vectors, test_lengths, test_most_similar, test_exclude, test_zero_row
"""

import torch


def cosine(a, b):
    return torch.nn.functional.cosine_similarity(a, b, dim=-1, eps=1e-30)


def most_similar(query, table, k, exclude=()):
    scores = cosine(query[None, :].expand(table.shape[0], -1), table)
    order = torch.argsort(scores, descending=True).tolist()
    return [i for i in order if i not in exclude][:k]

import sys

import torch
import torch.nn.functional as F


def cosine(a, b):
    return torch.linalg.vecdot(F.normalize(a, dim=1, eps=1e-20), F.normalize(b, dim=1, eps=1e-20))


def most_similar(query, table, k, exclude=()):
    scores = {i: s for i, s in enumerate(cosine(query.repeat(len(table), 1), table).tolist())}
    for i in exclude:
        del scores[i]
    return sorted(scores, key=scores.get)[::-1][:k]


a, b, c = sys.argv[1:4]
print(cosine(a, b))

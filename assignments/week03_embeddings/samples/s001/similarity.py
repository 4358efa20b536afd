import torch
from my_utils import unit


def cosine(a, b):
    return torch.einsum("ne,ne->n", unit(a), unit(b))


def most_similar(query, table, k, exclude=()):
    scores = unit(table) @ unit(query)
    left = [i for i in range(len(table)) if i not in set(exclude)]
    left.sort(key=lambda i: scores[i].item(), reverse=True)
    return left[:k]

from functools import reduce

import torch
import torch.nn as nn


def char_ngrams(word, n_min=3, n_max=6):
    w = "<" + word + ">"
    grams = []
    for n in range(n_min, n_max + 1):
        grams += map("".join, zip(*(w[i:] for i in range(n))))
    return grams


def bucket(ngram, num_buckets):
    h = reduce(lambda h, byte: (h ^ byte) * 0x01000193 % 2**32, ngram.encode(), 0x811C9DC5)
    return h % num_buckets


class FastTextEmbedding(nn.Module):
    def __init__(self, vocab_size, num_buckets, embed_dim):
        super().__init__()
        self.words = nn.Embedding(num_embeddings=vocab_size, embedding_dim=embed_dim)
        self.ngrams = nn.Embedding(num_embeddings=num_buckets, embedding_dim=embed_dim)

    def forward(self, word, ngrams, mask):
        sub = self.ngrams(ngrams).masked_fill(~mask[..., None], 0)
        return torch.sum(sub, 1) + self.words(word)

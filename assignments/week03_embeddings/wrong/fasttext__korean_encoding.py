"""The bytes are those of CP949.

task: fasttext
loses: test_bucket_of_any_ngram
"""

import torch
import torch.nn as nn


def char_ngrams(word, n_min=3, n_max=6):
    text = "<" + word + ">"
    result = []
    for n in range(n_min, n_max + 1):
        for i in range(len(text) - n + 1):
            result.append(text[i : i + n])
    return result


def bucket(ngram, num_buckets):
    h = 0x811C9DC5
    for b in ngram.encode("cp949", errors="replace"):
        h = h ^ b
        h = (h * 0x01000193) & 0xFFFFFFFF
    return h % num_buckets


class FastTextEmbedding(nn.Module):
    def __init__(self, vocab_size, num_buckets, embed_dim):
        super().__init__()
        self.words = nn.Embedding(vocab_size, embed_dim)
        self.ngrams = nn.Embedding(num_buckets, embed_dim)

    def forward(self, word, ngrams, mask):
        vectors = self.ngrams(ngrams)
        vectors = vectors.masked_fill(~mask.unsqueeze(-1), 0.0)
        return self.words(word) + vectors.sum(1)

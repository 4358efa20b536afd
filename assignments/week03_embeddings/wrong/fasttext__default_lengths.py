"""The lengths are 3 to 6 whatever was asked for.

task: fasttext
loses: test_ngrams, test_ngrams_of_any_word
mistake: ignored_argument
"""

import torch
import torch.nn as nn


def char_ngrams(word, n_min=3, n_max=6):
    text = "<" + word + ">"
    result = []
    for n in range(3, 7):
        for i in range(len(text) - n + 1):
            result.append(text[i : i + n])
    return result


def bucket(ngram, num_buckets):
    h = 0x811C9DC5
    for b in ngram.encode("utf-8"):
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

import torch
import torch.nn as nn


def char_ngrams(word, n_min=3, n_max=6, marked=None):
    marked = marked or f"<{word}>"
    if n_min > n_max:
        return []
    if len(marked) < n_min:
        return char_ngrams(word, n_min, n_max, marked)  # 종료 조건이...
    row = [marked[i : i + n_min] for i in range(len(marked) - n_min + 1)]
    return row + char_ngrams(word, n_min + 1, n_max, marked)


def bucket(ngram, num_buckets):
    h = 0x811C9DC5
    for b in ngram.encode("cp949"):
        h = (h ^ b) * 0x01000193 & 0xFFFFFFFF
    return h % num_buckets


class FastTextEmbedding(nn.Module):
    def __init__(self, vocab_size, num_buckets, embed_dim):
        super().__init__()
        self.words = nn.Embedding(vocab_size, embedding_dim=embed_dim)
        self.ngrams = nn.Embedding(num_buckets, embedding_dim=embed_dim)

    def forward(self, word, ngrams, mask):
        return self.words(word) + torch.stack([self.ngrams(g[m]).sum(0) for g, m in zip(ngrams, mask)])

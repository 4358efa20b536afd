from __future__ import annotations

import torch
from torch import nn


def char_ngrams(word: str, n_min: int = 3, n_max: int = 6) -> list[str]:
    text = f"<{word}>"
    grams = []
    for n in range(n_min, min(n_max, len(text)) + 1):
        grams.extend(text[i : i + n] for i in range(len(text) - n + 1))
    return grams


def bucket(ngram: str, num_buckets: int) -> int:
    h = 0x811C9DC5
    for byte in ngram.encode("utf-8"):
        h = (h ^ byte) * 0x01000193 % 2**32
    return h % num_buckets


class FastTextEmbedding(nn.Module):
    def __init__(self, vocab_size: int, num_buckets: int, embed_dim: int) -> None:
        super().__init__()
        self.words = nn.Embedding(vocab_size, embed_dim)
        self.ngrams = nn.Embedding(num_buckets, embed_dim)

    def forward(self, word: torch.Tensor, ngrams: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        rows, _ = mask.nonzero(as_tuple=True)
        return self.words(word).index_add(0, rows, self.ngrams(ngrams[mask]))

from __future__ import annotations

import torch
from torch import nn


def char_ngrams(word: str, n_min: int = 3, n_max: int = 6) -> list[str]:
    text = "<" + word + ">"
    result: list[str] = []
    for n in range(n_min, min(n_max, len(text)) + 1):
        result += ["".join(run) for run in zip(*(text[k:] for k in range(n)))]
    return result


def bucket(ngram: str, num_buckets: int) -> int:
    h = 0x811C9DC5
    for byte in ngram.encode("utf-8", "surrogatepass"):
        h = ((h ^ byte) * 0x01000193) & 0xFFFFFFFF
    return h % num_buckets


class FastTextEmbedding(nn.Module):
    def __init__(self, vocab_size: int, num_buckets: int, embed_dim: int) -> None:
        super().__init__()
        self.words = nn.Embedding(vocab_size, embed_dim)
        self.ngrams = nn.Embedding(num_buckets, embed_dim)

    def forward(self, word: torch.Tensor, ngrams: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        row, column = mask.nonzero(as_tuple=True)
        return self.words(word).index_add(0, row, self.ngrams(ngrams[row, column]))

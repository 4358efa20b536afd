"""Arguments for the checks of `fasttext`, drawn afresh for every case."""

from __future__ import annotations

import torch

from assignments.week03_embeddings.elmo_modules import State, drawn
from grader.testing import Draw

Sizes = tuple[int, int, int]

WORDS = [
    ("where", 3, 6),
    ("where", 3, 4),
    ("banana", 2, 3),
    ("aaaa", 3, 3),
    ("cat", 4, 5),
    ("Play", 3, 5),
    ("학교", 2, 4),
]

# FNV-1a of 32 bits: the published test values of the hash's authors.
PUBLISHED = {
    "": 0x811C9DC5,
    "a": 0xE40C292C,
    "b": 0xE70C2DE5,
    "fo": 0x6222E842,
    "foo": 0xA9F37ED7,
    "foob": 0x3F5076EF,
    "fooba": 0x39AAA18A,
    "foobar": 0xBF9CF968,
}


def shapes(vocab_size: int, num_buckets: int, embed_dim: int) -> dict[str, tuple[int, ...]]:
    """Name → shape of the parameters of `FastTextEmbedding`."""
    return {"words.weight": (vocab_size, embed_dim), "ngrams.weight": (num_buckets, embed_dim)}


Case = tuple[Sizes, State, tuple[torch.Tensor, torch.Tensor, torch.Tensor]]


def sums(draw: Draw) -> Case:
    """((V, buckets, E), a state dict, (word [N], ngrams, mask [N, G])): padding anywhere, one n-gram twice, row 0."""
    n, g = draw.size(2, 5), draw.size(3, 6)
    sizes, state, (word, grams, mask) = _of(draw, n, g)
    word[0], grams[0, :2], mask[0, :2] = 0, 0, True  # row 0 is no padding, and counts twice
    mask[0, 2], mask[1, 0] = False, False
    mask[1, 1] = True
    return sizes, state, _laid_out(draw, word, grams, mask)


def _of(draw: Draw, n: int, g: int) -> Case:
    sizes = (draw.size(4, 8), draw.size(6, 11), draw.size(2, 5))
    word, grams = draw.integers(0, sizes[0], (n,)), draw.integers(0, sizes[1], (n, g))
    mask = draw.integers(0, 2, (n, g)) == 1
    return sizes, drawn(draw, shapes(*sizes)), (word, grams, mask)


def _laid_out(
    draw: Draw, word: torch.Tensor, grams: torch.Tensor, mask: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Not contiguous in every third case."""
    if draw.index % 3 != 2:
        return word, grams, mask
    return torch.stack([word, word], 1)[:, 0], grams.T.contiguous().T, mask.T.contiguous().T

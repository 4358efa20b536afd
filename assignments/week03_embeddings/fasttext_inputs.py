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
_SIGNS = ["a", "b", "o", "E", "-", "7", "<", ">", "é", "가", "나", "힣", "각", "\u1100", "\u1161", "字", "😀"]


def text_of(draw: Draw, length: int) -> str:
    """Random characters: Latin, Korean (taken apart, too), others; those of few and of many bytes."""
    return "".join(draw.choice(_SIGNS) for _ in range(length))


def words(draw: Draw) -> tuple[str, int, int]:
    """(word, n_min, n_max): short words in every second case; the lengths are the same in every third."""
    n_min = 1 + int(draw.integers(0, 4, ()))
    n_max = n_min if draw.index % 3 == 0 else n_min + int(draw.integers(1, 4, ()))
    length = int(draw.integers(0, 3, ())) if draw.index % 2 else int(draw.integers(3, 9, ()))
    return text_of(draw, length), n_min, n_max


def ngrams(draw: Draw) -> tuple[str, int]:
    """(ngram, num_buckets): odd, even and very large counts."""
    low, high = ((2, 50), (1000, 3_000_000), (2**31, 2**32))[draw.index % 3]
    return text_of(draw, int(draw.integers(1, 9, ()))), int(draw.integers(low, high, ()))


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


def sum_edges(draw: Draw) -> Case:
    """The same with a single word, a single n-gram, none, and rows that are padding only."""
    n, g = ((1, 4), (3, 0), (3, 1), (1, 1), (1, 0), (4, 3))[draw.index % 6]
    sizes, state, (word, grams, mask) = _of(draw, n, g)
    if draw.index % 6 in (0, 5):
        mask[-1] = False
    if draw.index % 6 == 2:
        mask[:, 0] = torch.tensor([True, False, True])
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

"""fastText: a word's vector is its own and those of its character n-grams.

Sources: P. Bojanowski, E. Grave, A. Joulin and T. Mikolov, "Enriching Word Vectors with Subword Information", TACL 5
(2017), section 3.2; G. Fowler, L. C. Noll and K.-P. Vo, "The FNV Non-Cryptographic Hash Algorithm" (FNV-1a, 32 bits).
"""

from __future__ import annotations

import torch
from torch import nn

def char_ngrams(word: str, n_min: int = 3, n_max: int = 6) -> list[str]:
    """The character n-grams of '<word>' with n_min ≤ n ≤ n_max, by length, then by position.

    Args:
        word: any text; a character is a code point, and nothing is normalised.
        n_min: the shortest length, at least 1.
        n_max: the longest length, at least n_min.

    Returns:
        Every n-gram as often as it occurs; '<word>' itself only if its length is in the range.
    """
    # YOUR CODE HERE
    raise NotImplementedError


def bucket(ngram: str, num_buckets: int) -> int:
    """The number of the n-gram's row: FNV-1a, 32 bits, over its UTF-8 bytes, modulo num_buckets.

    Args:
        ngram: any text, the empty one too.
        num_buckets: at least 1.

    Returns:
        From 0 to num_buckets − 1.
    """
    # YOUR CODE HERE
    raise NotImplementedError


class FastTextEmbedding(nn.Module):
    """Word vectors plus the sum of n-gram vectors.

    The state dict names are those of `words` (nn.Embedding(V, E)) and `ngrams` (nn.Embedding(num_buckets, E)); there
    are no other parameters.
    """

    def __init__(self, vocab_size: int, num_buckets: int, embed_dim: int) -> None:
        """Build the two tables.

        Args:
            vocab_size: V.
            num_buckets: how many rows the n-grams share.
            embed_dim: E.
        """
        super().__init__()
        # YOUR CODE HERE
        raise NotImplementedError

    def forward(self, word: torch.Tensor, ngrams: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """The vector of each word plus the sum of its n-grams' vectors.

        Args:
            word: int64 [N], rows of `words`.
            ngrams: int64 [N, G], rows of `ngrams`; any valid number where mask is False.
            mask: bool [N, G], True for an n-gram, False for padding.

        Returns:
            [N, E].
        """
        # YOUR CODE HERE
        raise NotImplementedError

"""Training pairs for skip-gram with negative sampling: neighbours labelled 1, words from farther away labelled 0.

Source: T. Mikolov, I. Sutskever, K. Chen, G. Corrado and J. Dean, "Distributed Representations of Words and Phrases and
their Compositionality", NeurIPS 2013, section 2.2; here the negative words come from the text itself.
"""

from __future__ import annotations

import torch


def create_skipgram_dataset(tokens: list[str], seed: int) -> list[tuple[str, str, int]]:
    """Four neighbours and four words from outside the window for every word that has two words on either side.

    Args:
        tokens: T words, which may repeat; fewer than five give no pair.
        seed: 0 or more; the same tokens and seed give the same list.

    Returns:
        For each position t = 2 … T − 3, in this order: (tokens[t], neighbour, 1) for the neighbours at t − 2, t − 1,
        t + 1 and t + 2, then four times (tokens[t], word, 0), where each word stands at a position drawn uniformly,
        with replacement, from all positions below t − 2 and above t + 2; none where there are no such positions.
    """
    # YOUR CODE HERE
    raise NotImplementedError

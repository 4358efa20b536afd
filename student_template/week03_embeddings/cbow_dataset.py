"""Training pairs for CBOW: the words around a word, and the word itself.

Source: T. Mikolov, K. Chen, G. Corrado and J. Dean, "Efficient Estimation of Word Representations in Vector Space",
ICLR Workshop 2013.
"""

from __future__ import annotations


def create_cbow_dataset(tokens: list[str]) -> list[tuple[list[str], str]]:
    """Two words before and two words after every word that has them all.

    Args:
        tokens: T words, which may repeat; fewer than five give no pair.

    Returns:
        For each position t = 2 … T − 3, in this order, the tuple of the list
        [tokens[t − 2], tokens[t − 1], tokens[t + 1], tokens[t + 2]] and the word tokens[t].
    """
    # YOUR CODE HERE
    raise NotImplementedError

"""N-gram language models with add-k smoothing.

Source: D. Jurafsky and J. H. Martin, "Speech and Language Processing", 3rd edition (draft), chapter 3, "N-gram Language
Models".
"""

from __future__ import annotations

import math


class NGramLM:
    """The next word given the n − 1 words before it, by counting, with k added to each count.

    The vocabulary is the set of the training words, '</s>' and '<unk>'; '<s>' is no part of it, since it is never
    predicted. A sentence is read with n − 1 times '<s>' in front and one '</s>' behind.

    Args:
        n: at least 1; with n = 1 the words before do not matter.
        k: above 0; what is added to each count.
    """

    def __init__(self, n: int, k: float = 1.0) -> None:
        # YOUR CODE HERE
        raise NotImplementedError

    def fit(self, sentences: list[list[str]]) -> None:
        """Count the n-grams of the sentences, and forget what an earlier call has counted.

        Args:
            sentences: each a list of words, none of which is '<s>', '</s>' or '<unk>'; may be empty, as the list may.
        """
        # YOUR CODE HERE
        raise NotImplementedError

    def prob(self, word: str, context: tuple[str, ...]) -> float:
        """P(word | context) = (count(context, word) + k) / (count(context) + k·V), V the size of the vocabulary.

        Args:
            word: a word, '</s>' or '<unk>'; an unknown word counts as '<unk>'.
            context: the words before it, as many as there are: the last n − 1 are used; where there are fewer, '<s>'
                fills up on the left. Unknown words count as '<unk>', and '<s>' as itself.
        """
        # YOUR CODE HERE
        raise NotImplementedError

    def sentence_log_prob(self, sentence: list[str]) -> float:
        """The natural logarithm of the sentence's probability, with '</s>' as its last word."""
        # YOUR CODE HERE
        raise NotImplementedError

    def perplexity(self, sentences: list[list[str]]) -> float:
        """exp(−Σ log p / number of words) of at least one sentence; each '</s>' is a word, too."""
        # YOUR CODE HERE
        raise NotImplementedError

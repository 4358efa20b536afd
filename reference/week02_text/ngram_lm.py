"""N-gram language models with add-k smoothing.

Source: D. Jurafsky and J. H. Martin, "Speech and Language Processing", 3rd edition (draft), chapter 3, "N-gram Language
Models".
"""

from __future__ import annotations

import math
from collections import Counter  # SOLUTION NO PROMPT
from collections.abc import Iterator  # SOLUTION NO PROMPT


class NGramLM:
    """The next word given the n − 1 words before it, by counting, with k added to each count.

    The vocabulary is the set of the training words, '</s>' and '<unk>'; '<s>' is no part of it, since it is never
    predicted. A sentence is read with n − 1 times '<s>' in front and one '</s>' behind.

    Args:
        n: at least 1; with n = 1 the words before do not matter.
        k: above 0; what is added to each count.
    """

    def __init__(self, n: int, k: float = 1.0) -> None:
        # BEGIN SOLUTION
        self.n, self.k = n, k
        # END SOLUTION

    def fit(self, sentences: list[list[str]]) -> None:
        """Count the n-grams of the sentences, and forget what an earlier call has counted.

        Args:
            sentences: each a list of words, none of which is '<s>', '</s>' or '<unk>'; may be empty, as the list may.
        """
        # BEGIN SOLUTION
        self._vocabulary = {"</s>", "<unk>"}
        self._ngrams: Counter[tuple[tuple[str, ...], str]] = Counter()
        self._contexts: Counter[tuple[str, ...]] = Counter()
        for sentence in sentences:
            self._vocabulary.update(sentence)
            for word, context in self._words(sentence):
                self._contexts[context] += 1
                self._ngrams[context, word] += 1
        # END SOLUTION

    def prob(self, word: str, context: tuple[str, ...]) -> float:
        """P(word | context) = (count(context, word) + k) / (count(context) + k·V), V the size of the vocabulary.

        Args:
            word: a word, '</s>' or '<unk>'; an unknown word counts as '<unk>'.
            context: the words before it, as many as there are: the last n − 1 are used; where there are fewer, '<s>'
                fills up on the left. Unknown words count as '<unk>', and '<s>' as itself.
        """
        # BEGIN SOLUTION
        padded = ["<s>"] * (self.n - 1) + [word if word == "<s>" else self._known(word) for word in context]
        last = tuple(padded[len(context) :])  # n − 1 of them
        count = self._ngrams[last, self._known(word)]
        return (count + self.k) / (self._contexts[last] + self.k * len(self._vocabulary))
        # END SOLUTION

    def sentence_log_prob(self, sentence: list[str]) -> float:
        """The natural logarithm of the sentence's probability, with '</s>' as its last word."""
        # BEGIN SOLUTION
        return math.fsum(math.log(self.prob(word, context)) for word, context in self._words(sentence))
        # END SOLUTION

    def perplexity(self, sentences: list[list[str]]) -> float:
        """exp(−Σ log p / number of words) of at least one sentence; each '</s>' is a word, too."""
        # BEGIN SOLUTION
        words = sum(len(sentence) + 1 for sentence in sentences)
        return math.exp(-math.fsum(self.sentence_log_prob(sentence) for sentence in sentences) / words)
        # END SOLUTION

    # BEGIN SOLUTION
    def _words(self, sentence: list[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Each word, '</s>' included, with the n − 1 words before it."""
        padded = ["<s>"] * (self.n - 1) + sentence
        for i, word in enumerate([*sentence, "</s>"]):
            yield word, tuple(padded[i : i + self.n - 1])

    def _known(self, word: str) -> str:
        return word if word in self._vocabulary else "<unk>"

    # END SOLUTION

from __future__ import annotations

import math
from collections import Counter


class NGramLM:
    def __init__(self, n: int, k: float = 1.0) -> None:
        self.n, self.k = n, k
        self.fit([])

    def fit(self, sentences: list[list[str]]) -> None:
        self.vocabulary = {"</s>", "<unk>"}.union(*sentences)
        grams = [gram for sentence in sentences for gram in self._grams(sentence)]
        self.followed = Counter(grams)
        self.seen = Counter(context for context, _ in grams)

    def _context(self, words) -> tuple[str, ...]:
        """The n − 1 words that count, of any number of earlier words."""
        padded = ["<s>"] * (self.n - 1) + [w if w in self.vocabulary or w == "<s>" else "<unk>" for w in words]
        return tuple(padded[len(padded) - (self.n - 1) :])

    def _grams(self, sentence: list[str]) -> list[tuple[tuple[str, ...], str]]:
        return [
            (self._context(sentence[max(0, i - self.n + 1) : i]), word) for i, word in enumerate([*sentence, "</s>"])
        ]

    def prob(self, word: str, context: tuple[str, ...]) -> float:
        history = self._context(context)
        gram = (history, word if word in self.vocabulary else "<unk>")
        return (self.followed[gram] + self.k) / (self.seen[history] + self.k * len(self.vocabulary))

    def sentence_log_prob(self, sentence: list[str]) -> float:
        return math.fsum(math.log(self.prob(word, context)) for context, word in self._grams(sentence))

    def perplexity(self, sentences: list[list[str]]) -> float:
        total = math.fsum(map(self.sentence_log_prob, sentences))
        return math.exp(-total / sum(len(sentence) + 1 for sentence in sentences))

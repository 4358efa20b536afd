from __future__ import annotations

import math
from itertools import islice

START, END, UNK = "<s>", "</s>", "<unk>"


class NGramLM:
    """Counts in nested dictionaries: context → word → how often, and context → how often."""

    def __init__(self, n: int, k: float = 1.0) -> None:
        self.n, self.k = n, k
        self.fit([])

    def fit(self, sentences: list[list[str]]) -> None:
        self.vocab = {END, UNK}.union(*sentences)
        self.after: dict[tuple[str, ...], dict[str, int]] = {}
        for sentence in sentences:
            for context, word in self._steps(sentence):
                row = self.after.setdefault(context, {})
                row[word] = row.get(word, 0) + 1
        self.total = {context: sum(row.values()) for context, row in self.after.items()}

    def _steps(self, sentence):
        """(the n − 1 words before, word) for each word and the end; unknown words as <unk>."""
        known = [word if word in self.vocab else UNK for word in sentence]
        padded = [START] * (self.n - 1) + known + [END]
        # n views of the same list, each one word further
        for gram in zip(*(islice(padded, i, None) for i in range(self.n))):
            yield gram[:-1], gram[-1]

    def _prob(self, word: str, context: tuple[str, ...]) -> float:
        hits = self.after.get(context, {}).get(word, 0)
        return (hits + self.k) / (self.total.get(context, 0) + self.k * len(self.vocab))

    def prob(self, word: str, context: tuple[str, ...]) -> float:
        window: list[str] = []
        back = reversed(tuple(context))
        for _ in range(self.n - 1):
            before = next(back, START)
            window.append(before if before == START or before in self.vocab else UNK)
        return self._prob(word if word in self.vocab else UNK, tuple(reversed(window)))

    def _logs(self, sentence: list[str]) -> list[float]:
        return [math.log(self._prob(word, context)) for context, word in self._steps(sentence)]

    def sentence_log_prob(self, sentence: list[str]) -> float:
        return math.fsum(self._logs(sentence))

    def perplexity(self, sentences: list[list[str]]) -> float:
        logs: list[float] = []
        for sentence in sentences:
            logs += self._logs(sentence)
        return math.exp(-math.fsum(logs) / len(logs))

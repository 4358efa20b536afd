"""Small corpora for `ngram_lm`: English and Korean sentences of few words, so that n-grams come again."""

from __future__ import annotations

from itertools import product
from typing import Any, NamedTuple

from grader.testing import Draw

ENGLISH = ("the", "a", "man", "dog", "cat", "bites", "sees", "old", "and", "I", "i", "don't", ",", ".", "42")
KOREAN = (
    "나는",
    "너는",
    "우리는",
    "밥을",
    "책을",
    "영화를",
    "먹었다",
    "읽었다",
    "보았다",
    "오늘",
    "정말",
    "나",
    "는",
    "ㅋㅋ",
)


class Corpus(NamedTuple):
    """A model's arguments, and what it learns from."""

    n: int
    k: float
    sentences: list[list[str]]

    def words(self) -> list[str]:
        """The vocabulary."""
        return [*sorted({word for sentence in self.sentences for word in sentence}), "</s>", "<unk>"]

    def call(self, method: str, *arguments: object) -> str:
        """The call as a student would type it, for messages."""
        made = f"m = NGramLM({self.n}, {self.k:g}); m.fit({self.sentences})"
        return f"{made}; m.{method}({', '.join(map(repr, arguments))})"


def corpora(draw: Draw) -> Corpus:
    """n = 1, 2, 3, 4 in turn, k = 1; sentences of a few words, the first of one word, now and then an empty one."""
    words = _some(draw, draw.choice((ENGLISH, KOREAN)), 4)
    sentences = [[draw.choice(words)], *(_sentence(draw, words, draw.size(2, 6)) for _ in range(3))]
    if draw.index % 4 == 2:
        sentences.append([])
    return Corpus(1 + draw.index % 4, 1.0, sentences)


def smoothed(draw: Draw) -> Corpus:
    """The same with k between 0.01 and 3."""
    return corpora(draw)._replace(k=draw.choice((0.01, 0.1, 0.5, 2.0, round(draw.uniform(0.02, 3.0), 2))))


def text(draw: Draw, corpus: Corpus, size: int) -> list[str]:
    """A sentence in the words of the corpus, without its order."""
    known = [word for sentence in corpus.sentences for word in sentence]
    return [known[i] for i in draw.integers(0, len(known), (size,)).tolist()]


def seen(corpus: Corpus) -> list[tuple[str, ...]]:
    """The contexts of the corpus, without the '<s>' in front: n − 1 words, or fewer where the sentence begins."""
    found: dict[tuple[str, ...], None] = {}
    for sentence in corpus.sentences:
        for i in range(len(sentence) + 1):
            found[tuple(sentence[max(0, i - corpus.n + 1) : i])] = None
    return list(found)


def unseen(corpus: Corpus, most: int = 3) -> list[tuple[str, ...]]:
    """Some contexts of n − 1 known words that the corpus has not."""
    known = corpus.words()[:-2]
    there = set(seen(corpus))
    return [context for context in product(known, repeat=corpus.n - 1) if context not in there][:most]


def pairs(model: Any, words: list[str], contexts: list[tuple[str, ...]]) -> list[tuple[float, str, tuple[str, ...]]]:
    """(P(word | context), word, context) of each word after each context."""
    return [(model.prob(word, context), word, context) for context in contexts for word in words]


def _some(draw: Draw, words: tuple[str, ...], count: int) -> list[str]:
    start, step = int(draw.integers(0, len(words), ())), draw.choice((1, 3, 5))
    return [words[(start + i * step) % len(words)] for i in range(count)]


def _sentence(draw: Draw, words: list[str], size: int) -> list[str]:
    """Each word is the one before, moved on by 1 or 2: bigrams come again, and not both ways round."""
    at = int(draw.integers(0, len(words), ()))
    sentence = []
    for _ in range(size):
        sentence.append(words[at % len(words)])
        at += 1 + int(draw.uniform() < 1 / 3)
    return sentence

"""Texts for the checks of `cbow_dataset` and `skipgram_dataset`, and how a call looks in a message."""

from __future__ import annotations

from grader.testing import Draw

WORDS = (
    "the",
    "cat",
    "sat",
    "on",
    "a",
    "mat",
    "and",
    "dog",
    "ran",
    "to",
    "red",
    "hat",
    "we",
    "study",
    "deep",
    "learning",
)
MOST = 160  # characters of a call in a message


def call(name: str, *arguments: object) -> str:
    """`name(…)` as one would write it; a long one loses its middle."""
    text = f"{name}({', '.join(map(repr, arguments))})"
    return text if len(text) <= MOST else f"{text[: MOST * 2 // 3]} … {text[-MOST // 3 :]}"


def different_words(draw: Draw) -> tuple[list[str]]:
    """(7 to 12 words, none twice,)."""
    return (_shuffled(draw, WORDS)[: draw.size(7, 12)],)


def short(draw: Draw) -> tuple[list[str]]:
    """(as many different words as the number of the case,)."""
    return (_shuffled(draw, WORDS)[: draw.index],)


def _shuffled(draw: Draw, words: tuple[str, ...]) -> list[str]:
    left = list(words)
    return [left.pop(int(draw.integers(0, len(left), ()))) for _ in words]

"""Invented words, Korean and English in looks, so that what they stand for can only be learned from labels."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from itertools import accumulate

# Syllables are put together by Unicode's rule: 0xAC00 + (first · 21 + vowel) · 28 + last.
FIRST_JAMO = (0, 2, 3, 5, 6, 7, 9, 11, 12, 14, 15, 16, 17, 18)  # ㄱ ㄴ ㄷ ㄹ ㅁ ㅂ ㅅ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ
VOWEL_JAMO = (0, 1, 2, 4, 5, 6, 8, 12, 13, 17, 18, 20)  # ㅏ ㅐ ㅑ ㅓ ㅔ ㅕ ㅗ ㅛ ㅜ ㅠ ㅡ ㅣ
LAST_JAMO = (0, 0, 0, 1, 4, 8, 16, 17, 21)  # none, ㄱ ㄴ ㄹ ㅁ ㅂ ㅇ
HANGUL = 0xAC00

ONSETS = ("b", "bl", "d", "dr", "f", "g", "gl", "h", "k", "l", "m", "n", "p", "pr", "r", "s", "st", "t", "v", "z")
VOWELS = ("a", "e", "i", "o", "u", "ee", "oo")
CODAS = ("b", "g", "l", "m", "n", "p", "r", "s", "t")


def korean_word(rng: random.Random) -> str:
    """Two or three syllables of Hangul, as a name or a noun might sound."""
    return "".join(
        chr(HANGUL + (rng.choice(FIRST_JAMO) * 21 + rng.choice(VOWEL_JAMO)) * 28 + rng.choice(LAST_JAMO))
        for _ in range(rng.choice((2, 2, 3)))
    )


def english_word(rng: random.Random) -> str:
    """Two syllables of Latin letters, in lower case."""
    return "".join(rng.choice(ONSETS) + rng.choice(VOWELS) + rng.choice(CODAS) for _ in range(2))


class Lexicon:
    """So many words for each group, no word in two of them, all drawn from the generator.

    Args:
        rng: the source of everything drawn.
        make: makes a word.
        groups, words: numbers of groups, and of words in each; the k-th of a group is 1/√k times as frequent as
            the first.
        known: words that must not be among them.
    """

    def __init__(
        self,
        rng: random.Random,
        make: Callable[[random.Random], str],
        groups: int,
        words: int,
        known: Sequence[str] = (),
    ) -> None:
        self._rng = rng
        drawn: dict[str, None] = {}
        taken = set(known)
        while len(drawn) < groups * words:
            word = make(rng)
            if word not in taken:
                drawn[word] = None
        every = list(drawn)
        self.groups = [every[k * words : (k + 1) * words] for k in range(groups)]
        self._weights = list(accumulate(k**-0.5 for k in range(1, words + 1)))

    def word(self, group: int) -> str:
        """A word of this group."""
        return self._rng.choices(self.groups[group], cum_weights=self._weights)[0]

    def other(self, group: int) -> str:
        """A word of any other group."""
        k = self._rng.randrange(len(self.groups) - 1)
        return self.word(k + (k >= group))

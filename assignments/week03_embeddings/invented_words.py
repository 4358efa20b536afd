"""Words for made-up text: invented ones of two syllables, and common English ones that stand between them.

The common words were put together for this course.
"""

from __future__ import annotations

import random

COMMON = ("the", "a", "of", "in", "and", "to", "is", "was", "with", "on", "by", "very", "often", "not", "then", "there")

ONSETS = ("b", "bl", "d", "dr", "f", "g", "gl", "h", "k", "l", "m", "n", "p", "pr", "r", "s", "st", "t", "v", "z")
VOWELS = ("a", "e", "i", "o", "u")
CODAS = ("b", "g", "l", "m", "n", "p", "r", "s", "t")


def invented(rng: random.Random, count: int) -> list[str]:
    """So many different words of two syllables."""
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(rng.choice(ONSETS) + rng.choice(VOWELS) + rng.choice(CODAS) for _ in range(2))] = None
    return list(found)

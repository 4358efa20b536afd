"""Skip-gram pairs with negatives drawn from positions outside of the window."""

from __future__ import annotations

import random


def create_skipgram_dataset(tokens: list[str], seed: int) -> list[tuple[str, str, int]]:
    rng = random.Random(seed)
    outside = len(tokens) - 5
    result: list[tuple[str, str, int]] = []
    for left in range(max(0, outside + 1)):  # the window is left … left + 4
        mid = left + 2
        result.extend((tokens[mid], tokens[left + k], 1) for k in (0, 1, 3, 4))
        if outside > 0:
            for _ in range(4):
                p = rng.randrange(outside)
                result.append((tokens[mid], tokens[p if p < left else p + 5], 0))
    return result

from __future__ import annotations

import numpy as np


def create_skipgram_dataset(tokens: list[str], seed: int) -> list[tuple[str, str, int]]:
    rng = np.random.default_rng(seed)
    out: list[tuple[str, str, int]] = []
    outside = len(tokens) - 5
    for t in range(2, len(tokens) - 2):
        focus = tokens[t]
        out += [(focus, tokens[t + step], 1) for step in (-2, -1, 1, 2)]
        if outside > 0:
            draws = rng.integers(0, outside, size=4)
            # positions 0 .. t-3 stay, the others jump over the window of five
            out += [(focus, tokens[p if p < t - 2 else p + 5], 0) for p in draws.tolist()]
    return out

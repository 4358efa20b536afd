"""Training, validation and test set: who is in which is drawn once, and can be drawn again."""

from __future__ import annotations

import torch


def train_valid_test_split(
    n: int, ratios: tuple[float, float, float], seed: int
) -> tuple[list[int], list[int], list[int]]:
    """The indices 0 … n − 1, shuffled and divided into three lists.

    Args:
        n: how many examples there are; may be 0.
        ratios: shares of training, validation and test set, from 0 to 1, with the sum 1.
        seed: 0 or more; the same n, ratios and seed give the same lists.

    Returns:
        (training, validation, test): round(n·ratios[1]) indices are in the second list, round(n·ratios[2]) in the
        third, all others in the first. Each index is in exactly one list; every division is equally probable.
    """
    # YOUR CODE HERE
    raise NotImplementedError

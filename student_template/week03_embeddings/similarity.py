"""Cosine similarity, and the words that are nearest by it."""

from __future__ import annotations

import torch


def cosine(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """The cosine of the angle between row n of a and row n of b.

    Args:
        a, b: [N, E] of one dtype, float32 or float64; the length of a row is 0 or between 1e-8 and 1e8.

    Returns:
        [N] of the same dtype; 0 where one of the two rows is zero, or both.
    """
    # YOUR CODE HERE
    raise NotImplementedError


def most_similar(query: torch.Tensor, table: torch.Tensor, k: int, exclude: tuple[int, ...] = ()) -> list[int]:
    """The rows of the table with the highest cosine to the query, highest first.

    Args:
        query: [E], not zero.
        table: [V, E] of the same dtype, a row for each word; a row of zeros has the cosine 0.
        k: how many, at least 1.
        exclude: numbers of rows to leave out.

    Returns:
        k row numbers; all that are not excluded where these are fewer.
    """
    # YOUR CODE HERE
    raise NotImplementedError

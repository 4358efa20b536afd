"""Sentences of different lengths in one tensor, and batches in which little of it is padding."""

from __future__ import annotations

import torch


def pad_batch(seqs: list[list[int]], pad: int, fix_length: int | None = None) -> tuple[torch.Tensor, torch.Tensor]:
    """The sequences as rows of one tensor, filled up on the right.

    Args:
        seqs: N ≥ 1 sequences; each may be empty.
        pad: what the rows are filled up with; it may also occur in the sequences.
        fix_length: the rows' length T, at least 1: longer sequences lose their end. None: T is the length of the
            longest sequence, 0 if all are empty.

    Returns:
        (padded int64 [N, T], lengths int64 [N]): the lengths of the sequences after the cut.
    """
    # YOUR CODE HERE
    raise NotImplementedError


def bucket_batches(lengths: list[int], batch_size: int, generator: torch.Generator) -> list[list[int]]:
    """The indices of the sequences, in batches of similar length and random order.

    Sorted by length, the shortest first, the indices are cut into batches of `batch_size` (the last one may be
    shorter); then the batches are shuffled.

    Args:
        lengths: of the sequences, 0 or more; may be empty.
        batch_size: at least 1.
        generator: the source of everything random, on the CPU.

    Returns:
        The batches: each index 0 … len(lengths) − 1 once, `batch_size` in each batch but for one at most.
    """
    # YOUR CODE HERE
    raise NotImplementedError

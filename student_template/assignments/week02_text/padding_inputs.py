"""Arguments for the checks of `padding`, and what batches have to be like."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from assignments.week02_text.split_inputs import check_once
from assignments.week02_text.vocab_calls import call
from grader.testing import Draw, expect, fail
from grader.testing.assertions import type_name


def sequences(draw: Draw) -> tuple[list[list[int]], int]:
    """(seqs, pad): no sequence is empty, pad is in none of them; two are equally long."""
    pad = (0, 1, -100)[draw.index % 3]
    lengths = draw.integers(1, 8, (draw.size(2, 5),)).tolist()
    return [draw.integers(2, 30_000, (int(n),)).tolist() for n in [*lengths, lengths[0]]], pad


def to_cut(draw: Draw) -> tuple[list[list[int]], int, int]:
    """(seqs, pad, fix_length): one word more and one less than fix_length, exactly as many.

    All are shorter in case 1, all empty in case 4, some in case 3; fix_length is 1 in case 2.
    """
    seqs, pad = sequences(draw)
    fix = draw.size(2, 6)
    if draw.index == 1:
        return seqs, pad, max(map(len, seqs)) + 3
    if draw.index == 2:
        fix = 1
    if draw.index == 3:
        seqs = [[], *seqs, []]
    if draw.index == 4:
        return [[], []], pad, fix
    return [*seqs, *(draw.integers(2, 30_000, (fix + d,)).tolist() for d in (1, 0, -1) if fix + d)], pad, fix


def to_batch(draw: Draw) -> tuple[list[int], int, torch.Generator]:
    """(lengths, batch_size, generator): with and without a short batch; equal lengths; one batch, one for each."""
    generator = seeded(draw)
    n = draw.size(9, 30)
    lengths = draw.integers(0, 12, (n,)).tolist()
    options = (
        ([3, 9, 1, 8, 2], 2),
        ([1, 1, 5], 2),  # cut from the longest, this has more padding
        (lengths, 4),
        ([4] * 7, 3),
        (lengths, n),
        (lengths, 1),
        ([], 3),
        ([5, 2], 7),
        (draw.integers(1, 300, (n - n % 3,)).tolist(), 3),
    )
    return *(options[draw.index] if draw.index < len(options) else (lengths, draw.size(2, 6))), generator


def seeded(draw: Draw) -> torch.Generator:
    """A generator of its own for the student's draws; its seed comes from the run's."""
    return torch.Generator().manual_seed(int(draw.integers(0, 2**31, ())))


def batches_of(result: Any, lengths: list[int], batch_size: int) -> list[list[int]]:
    """`result`, which must be a list of lists of indices."""
    what = call("bucket_batches", lengths, batch_size, "…")
    if not isinstance(result, list):
        fail("type_differs", what=what, expected="list", actual=type_name(result))
    for k, batch in enumerate(result):
        if not isinstance(batch, list):
            fail("type_differs", what=f"{what}[{k}]", expected="list", actual=type_name(batch))
        for place, index in enumerate(batch):
            if isinstance(index, bool) or not isinstance(index, (int, np.integer)):
                fail("type_differs", what=f"{what}[{k}][{place}]", expected="int", actual=type_name(index))
    return result


def check_batches(batches: list[list[int]], lengths: list[int], batch_size: int) -> None:
    """Each index once; all batches are full but for one at most, none is empty."""
    what = call("bucket_batches", lengths, batch_size, "…")
    check_once([index for batch in batches for index in batch], len(lengths), what)
    full, rest = divmod(len(lengths), batch_size)
    wanted = sorted([batch_size] * full + [rest] * (rest > 0))
    sizes = [len(batch) for batch in batches]
    expect(sorted(sizes) == wanted, "week02.batch_sizes", what=what, sizes=sizes, size=batch_size)


def padding_of(batches: list[list[int]], lengths: list[int]) -> int:
    """How much the batches would be filled up, all together."""
    return sum(max(lengths[i] for i in batch) - lengths[j] for batch in batches for j in batch)

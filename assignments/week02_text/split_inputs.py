"""Arguments for the checks of `split`, and what its lists have to be like."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from assignments.week02_text.vocab_calls import call
from grader.testing import Draw, assert_matches, expect, fail
from grader.testing.assertions import type_name

Ratios = tuple[float, float, float]
NAMES = ("train", "valid", "test")

# n·ratio is rounded up, down, both; all three parts rounded by themselves would be one too many, or one too few.
WRITTEN: tuple[tuple[int, Ratios], ...] = (
    (10, (0.8, 0.1, 0.1)),
    (11, (0.7, 0.15, 0.15)),
    (1, (0.8, 0.1, 0.1)),
    (0, (0.6, 0.2, 0.2)),
    (13, (0.9, 0.1, 0.0)),
    (29, (0.6, 0.3, 0.1)),
    (9, (0.4, 0.2, 0.4)),
    (6, (0.0, 0.0, 1.0)),
    (7, (0.0, 1.0, 0.0)),
    (8, (1.0, 0.0, 0.0)),
    (12, (0.78, 0.12, 0.1)),
)


def to_divide(draw: Draw) -> tuple[int, Ratios, int]:
    """(n, ratios, seed): the written ones first; no part is near a half. The seeds are 0 and 2³¹ − 1, too."""
    seed = (0, 2**31 - 1)[draw.index] if draw.index < 2 else int(draw.integers(0, 2**31, ()))
    if draw.index < len(WRITTEN):
        return *WRITTEN[draw.index], seed
    while True:
        n = int(draw.integers(2, 120, ()))
        valid, test = int(draw.integers(1, 40, ())) / 100, int(draw.integers(1, 40, ())) / 100
        if all(abs((n * ratio) % 1 - 0.5) > 0.05 for ratio in (valid, test)):
            return n, (round(1 - valid - test, 2), valid, test), seed


def to_repeat(draw: Draw) -> tuple[int, Ratios, int]:
    """(n, ratios, seed) for which two divisions are never equal by chance."""
    return int(draw.integers(80, 120, ())), (0.6, 0.2, 0.2), int(draw.integers(1, 2**31, ()))


def many_seeds(draw: Draw) -> tuple[list[int]]:
    """(400 seeds,)."""
    return (draw.integers(0, 2**31, (400,)).tolist(),)


def lists_of(result: Any, n: int, ratios: Ratios, seed: int) -> tuple[list[int], ...]:
    """`result`, which must be a tuple of three lists of whole numbers."""
    what = call("train_valid_test_split", n, ratios, seed)
    if not isinstance(result, tuple):
        fail("type_differs", what=what, expected="tuple", actual=type_name(result))
    expect(len(result) == len(NAMES), "length_differs", what=what, expected=len(NAMES), actual=len(result))
    for place, part in enumerate(result):
        if not isinstance(part, list):
            fail("type_differs", what=f"{what}[{place}]", expected="list", actual=type_name(part))
        for k, index in enumerate(part):
            if isinstance(index, bool) or not isinstance(index, (int, np.integer)):
                fail("type_differs", what=f"{what}[{place}][{k}]", expected="int", actual=type_name(index))
    return result


def check_once(indices: list[int], n: int, what: str) -> None:
    """Each of 0 … n − 1 is there exactly once, and nothing else is."""
    for index in sorted({*indices} - {*range(n)}):
        fail("week02.no_index", what=what, index=index, total=n)
    counts = torch.bincount(torch.tensor(indices, dtype=torch.int64), minlength=n).tolist()
    for index, count in enumerate(counts):
        expect(count == 1, "week02.not_once", what=what, index=index, count=count)


def check_sizes(lists: tuple[list[int], ...], n: int, ratios: Ratios, seed: int) -> None:
    """The sizes of the three lists, by the handout's rule; an index that comes twice in a list counts once."""
    valid, test = (round(n * share) for share in ratios[1:])
    what = [f"len({name}) of {call('train_valid_test_split', n, ratios, seed)}" for name in NAMES]
    assert_matches(tuple(len({*part}) for part in lists), (n - valid - test, valid, test), what=what)

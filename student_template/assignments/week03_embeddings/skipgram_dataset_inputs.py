"""Texts and seeds for the checks of `skipgram_dataset`, and what its list has to be like."""

from __future__ import annotations

from typing import Any

from assignments.week03_embeddings.pair_lists import call, different_words
from grader.testing import Draw, assert_matches, expect, fail
from grader.testing.assertions import same_length, type_name

Pair = tuple[str, str, int]
EACH = 4  # neighbours of a centre, and negatives


def with_seed(draw: Draw) -> tuple[list[str], int]:
    """(7 to 12 different words, seed); the seeds are 0 and 2³¹ − 1, too."""
    return *different_words(draw), (0, 2**31 - 1)[draw.index] if draw.index < 2 else int(draw.integers(0, 2**31, ()))


def to_repeat(draw: Draw) -> tuple[list[str], int]:
    """(60 different words, seed above 0): two lists are never equal by chance."""
    return [f"w{i}" for i in range(60)], int(draw.integers(1, 2**31, ()))


def outside(tokens: list[str], t: int) -> list[str]:
    """The words at all positions outside of the window around t."""
    return [word for i, word in enumerate(tokens) if abs(i - t) > 2]


def blocks(result: Any, tokens: list[str], seed: int) -> list[list[Pair]]:
    """`result`, centre by centre, when it has the right types and the right number of pairs."""
    what = call("create_skipgram_dataset", tokens, seed)
    if not isinstance(result, list):
        fail("type_differs", what=what, expected="list", actual=type_name(result))
    for i, pair in enumerate(result):
        if not isinstance(pair, tuple):
            fail("type_differs", what=f"{what}[{i}]", expected="tuple", actual=type_name(pair))
        same_length(len(pair), 3, f"{what}[{i}]")
    sizes = [EACH + (EACH if outside(tokens, t) else 0) for t in range(2, len(tokens) - 2)]
    same_length(len(result), sum(sizes), what)
    found = []
    for k, size in enumerate(sizes):
        start = sum(sizes[:k])
        found.append(result[start : start + size])
    return found


def check_neighbours(result: Any, tokens: list[str], seed: int) -> None:
    """Each centre has its four neighbours with 1 first; what follows is the same centre with 0."""
    what = call("create_skipgram_dataset", tokens, seed)
    at = 0
    for t, block in enumerate(blocks(result, tokens, seed), start=2):
        wanted = [(tokens[t], tokens[t + step], 1) for step in (-2, -1, 1, 2)]
        for pair, right in zip(block[:EACH], wanted, strict=True):
            assert_matches(pair, right, what=f"{what}[{at}]")
            at += 1
        for centre, _, label in block[EACH:]:
            assert_matches((centre, label), (tokens[t], 0), what=[f"{what}[{at}][0]", f"{what}[{at}][2]"])
            at += 1


def check_negatives(result: Any, tokens: list[str], seed: int) -> None:
    """What each centre has with 0 stands somewhere outside of its window."""
    what = call("create_skipgram_dataset", tokens, seed)
    for t, block in enumerate(blocks(result, tokens, seed), start=2):
        allowed = outside(tokens, t)
        for _, word, _ in block[EACH:]:
            expect(word in allowed, "week03.negative_inside", what=what, word=repr(word), centre=repr(tokens[t]), at=t)

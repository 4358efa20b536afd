"""Winnowing: its guarantee, its thrift, and multisets."""

from __future__ import annotations

import numpy as np
import pytest

from grader.similarity.prints import WINDOW, K, counted, kgrams, winnow

RNG = np.random.default_rng(5)


def prints(kinds: np.ndarray, parts: np.ndarray | None = None) -> set[int]:
    """The fingerprints of a token sequence."""
    parts = np.zeros(len(kinds), np.int32) if parts is None else parts
    hashes, valid = kgrams(kinds.astype(np.uint16), parts)
    return {int(h) for h in hashes[winnow(hashes, valid, parts)]}


def test_every_shared_run_of_that_length_is_found() -> None:
    """Two sequences that share K + WINDOW − 1 tokens anywhere share a fingerprint (Schleimer et al., section 3)."""
    for _ in range(200):
        run = RNG.integers(0, 50, K + WINDOW - 1)
        a, b = (np.concatenate([RNG.integers(0, 50, RNG.integers(0, 60)), run, RNG.integers(0, 50, 40)]) for _ in "ab")
        assert prints(a) & prints(b)


def test_shorter_runs_are_not_found() -> None:
    """Sequences that share fewer than K tokens in a row share nothing."""
    for _ in range(200):
        run = RNG.integers(0, 1000, K - 1)
        a, b = (np.concatenate([RNG.integers(1000, 60_000, 30), run, RNG.integers(1000, 60_000, 30)]) for _ in "ab")
        assert not prints(a) & prints(b)


def test_density() -> None:
    """About 2 / (WINDOW + 1) of the positions are chosen (the paper's expected density)."""
    kinds = RNG.integers(0, 60_000, 50_000).astype(np.uint16)
    parts = np.zeros(len(kinds), np.int32)
    hashes, valid = kgrams(kinds, parts)
    assert len(winnow(hashes, valid, parts)) / len(hashes) == pytest.approx(2 / (WINDOW + 1), rel=0.05)


def test_repetition_is_thinned_out() -> None:
    """Identical tokens give one fingerprint a window, and one hash."""
    kinds, parts = np.full(10_000, 7, np.uint16), np.zeros(10_000, np.int32)
    hashes, valid = kgrams(kinds, parts)
    chosen = winnow(hashes, valid, parts)
    assert len(chosen) <= len(hashes) / WINDOW + 1
    assert len(counted(hashes[chosen])) <= 4


def test_order_of_parts_changes_nothing() -> None:
    """Functions in another order have the same fingerprints."""
    functions = [RNG.integers(0, 60, n) for n in (30, 45, 17, 80)]

    def together(order: tuple[int, ...]) -> set[int]:
        parts = np.repeat(np.arange(len(order), dtype=np.int32), [len(functions[i]) for i in order])
        return prints(np.concatenate([functions[i] for i in order]), parts)

    assert together((0, 1, 2, 3)) == together((2, 0, 3, 1))


def test_multisets() -> None:
    """Sets made of multisets share as many members as the multisets share occurrences, up to four of each."""
    a, b = (np.array(values, np.uint64) for values in ([1, 1, 1, 2, 3], [1, 1, 2, 2, 4]))
    assert len(np.intersect1d(counted(a), counted(b))) == 3
    assert len(counted(np.full(100, 9, np.uint64))) == 4


@pytest.mark.parametrize("count", [0, 1, K - 1, K])
def test_short_sequences(count: int) -> None:
    """Fewer than K tokens have no fingerprint, K have one."""
    assert len(prints(np.arange(count))) == (1 if count == K else 0)

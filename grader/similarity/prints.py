"""Fingerprints of a token sequence: hashes of k-grams, thinned out by winnowing.

Source: S. Schleimer, D. S. Wilkerson, A. Aiken, "Winnowing: Local Algorithms for Document Fingerprinting", SIGMOD 2003.
Whoever shares a run of at least `window + k − 1` tokens shares a fingerprint; runs shorter than k share none.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Mask = NDArray[np.bool_]

K = 16  # tokens: two to three lines; shorter runs are what everybody writes
WINDOW = 8
_MOST = 4  # times that one fingerprint of a hand-in counts: a thousand equal lines are one find
_BASE, _GOLDEN = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD1B54A32D192ED03)
_LAST = np.uint64(2**64 - 1)


def kgrams(kinds: NDArray[np.uint16], parts: NDArray[np.int32], k: int = K) -> tuple[Hashes, Mask]:
    """The hash of the k tokens from each position on, and whether they lie in one part.

    Args:
        kinds: tokens [T]. parts: which function or class each of them is in [T], ascending.

    Returns:
        Two arrays [max(0, T − k + 1)].
    """
    count = max(0, len(kinds) - k + 1)
    found = np.zeros(count, np.uint64)
    for offset in range(k):
        found = found * _BASE + kinds[offset : offset + count].astype(np.uint64)
    return _mixed(found), parts[:count] == parts[k - 1 : k - 1 + count]


def winnow(hashes: Hashes, wanted: Mask, parts: NDArray[np.int32], window: int = WINDOW) -> NDArray[np.int64]:
    """Positions of the fingerprints: the least hash of each window, the rightmost of equal ones.

    Args:
        hashes: of k-grams [P]. wanted: which of them count [P]. parts: of each token [T]; windows stay in one, so
            that another order of the parts chooses the same.
    """
    values = np.where(wanted, hashes, _LAST)
    edges = np.flatnonzero(np.diff(parts)) + 1
    beyond = len(parts) - len(hashes)  # the last positions of a part, whose k-grams reach into the next
    chosen = [
        start + _minima(values[start : end - beyond], window)
        for start, end in zip([0, *edges], [*edges, len(parts)], strict=True)
        if end - beyond > start and wanted[start : end - beyond].any()
    ]
    if not chosen:
        return np.zeros(0, np.int64)
    positions = np.concatenate(chosen).astype(np.int64)
    return positions[wanted[positions]]


def _minima(values: Hashes, window: int) -> NDArray[np.int64]:
    width = min(window, len(values))
    windows = np.lib.stride_tricks.sliding_window_view(values, width)
    least = np.arange(len(windows)) + width - 1 - np.argmin(windows[:, ::-1], axis=1)
    chosen = np.unique(least)
    same = values[chosen[1:]] == values[chosen[:-1]]
    if not same.any():
        return chosen
    # Of equal hashes in a row one for each window is enough ("robust winnowing"): the hash itself stays chosen.
    kept = [int(chosen[0])]
    for position, equal in zip(chosen[1:].tolist(), same.tolist(), strict=True):
        if not equal or position - kept[-1] >= width:
            kept.append(position)
    return np.array(kept, np.int64)


def counted(found: Hashes) -> Hashes:
    """A multiset of hashes as a set: the second occurrence of a hash gets a name of its own, and so on, up to four.

    Two such sets share as many members as the multisets share occurrences.
    """
    ordered = np.sort(found)
    first = np.searchsorted(ordered, ordered, "left")
    rank = np.arange(len(ordered)) - first
    kept = rank < _MOST
    named: Hashes = np.where(rank == 0, ordered, _mixed(ordered + rank.astype(np.uint64) * _GOLDEN))
    return named[kept]


def _mixed(values: Hashes) -> Hashes:
    """Every bit of a value moves every bit of the result (the finaliser of splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: Hashes = values ^ (values >> np.uint64(31))
    return mixed

"""Where two hand-ins are alike: the longest shared runs of tokens first, no token twice.

After M. J. Wise, "String similarity via greedy string tiling and running Karp-Rabin matching" (1993).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grader.similarity.document import Document
from grader.similarity.prints import Hashes, K, Mask

_PLACES = 8  # of one k-gram in the other hand-in
_RUNS = 5_000  # looked at, the longest first
_GAP = K  # tokens between two runs of one region: a line that was reworded


@dataclass(frozen=True)
class Span:
    """Lines `first` to `last` of a file, 1-based, and the function around the first."""

    file: int
    first: int
    last: int
    function: str


@dataclass(frozen=True)
class Region:
    """One stretch that both have. `tokens`: how many are the same; lines between two runs are part of the stretch."""

    left: Span
    right: Span
    tokens: int


def regions(a: Document, b: Document, removed: Hashes) -> tuple[Region, ...]:
    """What two hand-ins share, in the order of the first.

    Args:
        removed: hashes of k-grams that do not count, sorted: the handout's, and those of half the class.
    """
    tiles = _tiles(_runs(_allowed(a, removed), _allowed(b, removed)), len(a.kinds), len(b.kinds))
    tiles.sort()
    merged: list[list[int]] = []  # [start in a, start in b, end in a, end in b, tokens]
    for i, j, length in tiles:
        if merged and _goes_on(a, b, merged[-1], i, j):
            merged[-1][2:] = [i + length, j + length, merged[-1][4] + length]
        else:
            merged.append([i, j, i + length, j + length, length])
    return tuple(Region(_span(a, i, end), _span(b, j, stop), same) for i, j, end, stop, same in merged)


def _allowed(doc: Document, removed: Hashes) -> tuple[Hashes, Mask]:
    hashes, valid = doc.grams
    return hashes, valid & ~np.isin(hashes, removed)


def _runs(a: tuple[Hashes, Mask], b: tuple[Hashes, Mask]) -> list[tuple[int, int, int]]:
    """Shared runs as (length in tokens, start in a, start in b), the longest first."""
    (in_a, in_b), (hash_a, hash_b) = (np.flatnonzero(a[1]), np.flatnonzero(b[1])), (a[0], b[0])
    in_b = in_b[np.argsort(hash_b[in_b], kind="stable")]
    ordered = hash_b[in_b]
    start = np.searchsorted(ordered, hash_a[in_a], "left")
    many = np.minimum(np.searchsorted(ordered, hash_a[in_a], "right") - start, _PLACES)
    i = np.repeat(in_a, many)
    within = np.arange(len(i)) - np.repeat(np.cumsum(many) - many, many)
    j = in_b[np.repeat(start, many) + within]
    order = np.lexsort((i, i - j))
    i, j = i[order], j[order]
    if not len(i):
        return []
    breaks = np.flatnonzero((np.diff(i) != 1) | (np.diff(i - j) != 0)) + 1
    starts, ends = np.concatenate([[0], breaks]), np.concatenate([breaks, [len(i)]])
    lengths = ends - starts + K - 1
    longest = np.argsort(-lengths, kind="stable")[:_RUNS]
    return [(int(lengths[r]), int(i[starts[r]]), int(j[starts[r]])) for r in longest]


def _tiles(runs: list[tuple[int, int, int]], size_a: int, size_b: int) -> list[tuple[int, int, int]]:
    """Runs that do not overlap in either hand-in: (start in a, start in b, length); what is left of a run counts."""
    used_a, used_b = np.zeros(size_a, np.bool_), np.zeros(size_b, np.bool_)
    found = []
    for length, i, j in runs:
        free = ~(used_a[i : i + length] | used_b[j : j + length])
        offset, size = _longest(free)
        if size >= K:
            used_a[i + offset : i + offset + size] = True
            used_b[j + offset : j + offset + size] = True
            found.append((i + offset, j + offset, size))
    return found


def _longest(free: NDArray[np.bool_]) -> tuple[int, int]:
    """Start and length of the longest stretch of True."""
    if free.all():
        return 0, len(free)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], free, [False]]).astype(np.int8)))
    if not len(edges):
        return 0, 0
    sizes = edges[1::2] - edges[::2]
    best = int(np.argmax(sizes))
    return int(edges[2 * best]), int(sizes[best])


def _goes_on(a: Document, b: Document, last: list[int], i: int, j: int) -> bool:
    """Whether a run continues the region before it: the same functions, in both a few tokens further."""
    near = 0 <= i - last[2] <= _GAP and 0 <= j - last[3] <= _GAP
    return near and bool(a.parts[i] == a.parts[last[0]] and b.parts[j] == b.parts[last[1]])


def _span(doc: Document, start: int, end: int) -> Span:
    lines = doc.lines[start:end]
    return Span(int(doc.file[start]), int(lines[0]), int(lines[-1]), doc.part_name(start))

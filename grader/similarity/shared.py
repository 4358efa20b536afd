"""How many fingerprints each two hand-ins share: an inverted index, a block of rows at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from grader.similarity.prints import Hashes

_CELLS = 4_000_000  # of a block of the table
_CHUNK = 2_000_000  # pairs at a time
_SLICE = 4_000_000  # hashes at a time


def widespread(found: Sequence[Hashes], limit: int) -> Hashes:
    """Hashes that occur in more than `limit` of the sets, sorted.

    Looked at a slice of all hashes at a time, so that memory does not grow with the class.
    """
    slices = max(1, sum(map(len, found)) // _SLICE)
    out = []
    for number in range(slices):
        low, high = ((number << 64) // slices, ((number + 1) << 64) // slices - 1)
        parts = [h[(h >= np.uint64(low)) & (h <= np.uint64(high))] if slices > 1 else h for h in found]
        values, counts = np.unique(np.concatenate(parts) if parts else np.zeros(0, np.uint64), return_counts=True)
        out.append(values[counts > limit])
    return np.concatenate(out)


def shared_counts(
    rows: Sequence[Hashes], columns: Sequence[Hashes], most: int
) -> Iterator[tuple[int, NDArray[np.int32]]]:
    """For some rows at a time: (number of the first, how many members each shares with each column [rows, columns]).

    Args:
        rows, columns: sets of hashes. most: a hash in more columns than that is passed over.
    """
    if not rows or not columns:
        return
    names = np.concatenate(columns)
    owners = np.repeat(np.arange(len(columns), dtype=np.int32), [len(c) for c in columns])
    order = np.argsort(names, kind="stable")
    names, owners = names[order], owners[order]
    height = max(1, _CELLS // len(columns))
    for first in range(0, len(rows), height):
        block = rows[first : first + height]
        wanted = np.concatenate(block)
        mine = np.repeat(np.arange(len(block), dtype=np.int64), [len(r) for r in block])
        start = np.searchsorted(names, wanted, "left")
        many = np.searchsorted(names, wanted, "right") - start
        many[many > most] = 0
        table = np.zeros(len(block) * len(columns), np.int64)
        for low, high in _chunks(many):
            repeated = np.repeat(np.arange(low, high), many[low:high])
            within = np.arange(len(repeated)) - np.repeat(np.cumsum(many[low:high]) - many[low:high], many[low:high])
            cells = mine[repeated] * len(columns) + owners[start[repeated] + within]
            table += np.bincount(cells, minlength=len(table))
        yield first, table.reshape(len(block), len(columns)).astype(np.int32)


def _chunks(many: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Ranges of positions that stand for at most some millions of pairs each."""
    total = np.cumsum(many)
    low = 0
    while low < len(many):
        before = total[low - 1] if low else 0
        high = max(low + 1, int(np.searchsorted(total, before + _CHUNK, "right")))
        yield low, high
        low = high

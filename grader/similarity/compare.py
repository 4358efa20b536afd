"""A class compared with itself, with earlier terms and with known solutions."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grader.similarity.baseline import Baseline, baseline
from grader.similarity.document import Document
from grader.similarity.prints import Hashes, counted, winnow
from grader.similarity.regions import Region, regions
from grader.similarity.shared import shared_counts, widespread

SHARE = 0.1  # of the class: what more hand-ins than that have in common is nobody's own
FEWEST = 4  # … but never what so few have


@dataclass(frozen=True)
class Pair:
    """Two hand-ins and what they share.

    Attributes:
        left: of the class. right: of the class, an earlier term, or a known solution.
        shared: fingerprints. own: fingerprints that each has, all told. tokens: in the regions.
        next: the most that one of the two shares with anybody else of the class.
        regions: where.
    """

    left: Document
    right: Document
    shared: int
    own: tuple[int, int]
    next: int
    regions: tuple[Region, ...]

    @property
    def tokens(self) -> int:
        """How many tokens are the same."""
        return sum(region.tokens for region in self.regions)

    @property
    def coverage(self) -> tuple[float, float]:
        """The shared fingerprints as a share of what either has, 0 to 1."""
        left, right = (self.shared / own if own else 0.0 for own in self.own)
        return left, right


@dataclass(frozen=True)
class Comparison:
    """All that was found; each list is ordered, most shared material first.

    Attributes:
        pairs: within the class. earlier, against: a hand-in of the class with one of those.
        baseline: of the pairs within the class.
        limit: what more hand-ins than this have in common was left out.
        handed_in, of_earlier, of_against: how many documents. empty, cut: names of hand-ins without anything to
            compare, or with more than is compared.
    """

    pairs: tuple[Pair, ...]
    earlier: tuple[Pair, ...]
    against: tuple[Pair, ...]
    baseline: Baseline
    limit: int
    handed_in: int
    of_earlier: int
    of_against: int
    empty: tuple[str, ...]
    cut: tuple[str, ...]


def compare(
    handed_in: Sequence[Document],
    handout: Sequence[Document] = (),
    earlier: Sequence[Document] = (),
    against: Sequence[Document] = (),
    top: int = 50,
    share: float = SHARE,
) -> Comparison:
    """The pairs that share most.

    Args:
        handout: what everybody was given; it counts for nobody. top: pairs of each kind at most.
        share: of the class; what more than that have in common counts for nobody.
    """
    limit = max(FEWEST, -int(-share * len(handed_in) // 1))
    removed = np.union1d(_widespread(handed_in, limit), _own(handout))
    own = [_prints(doc, removed) for doc in handed_in]
    best: list[tuple[int, int, int]] = []
    counts: list[NDArray[np.int32]] = []
    highest = np.zeros((len(handed_in), 2), np.int32)  # the two largest of each row: one may be the pair's own
    for first, table in shared_counts(own, own, max(limit, FEWEST)):
        rows = np.arange(first, first + len(table))
        table[np.arange(len(table)), rows] = 0
        if len(own) > 1:
            highest[rows] = np.sort(np.partition(table, -2, axis=1)[:, -2:], axis=1)
        upper = np.arange(len(own))[None, :] > rows[:, None]
        counts.append(table[upper])
        best = heapq.nlargest(top, [*best, *_largest(np.where(upper, table, 0), first, top)], key=_order)
    pairs = tuple(
        Pair(
            handed_in[i],
            handed_in[j],
            n,
            (len(own[i]), len(own[j])),
            max(_without(highest[i], n), _without(highest[j], n)),
            regions(handed_in[i], handed_in[j], removed),
        )
        for n, i, j in best
        if not _one_team(handed_in[i], handed_in[j])
    )
    old_limit = max(FEWEST, -int(-share * len(earlier) // 1))
    return Comparison(
        pairs=pairs,
        earlier=_others(handed_in, own, earlier, np.union1d(removed, _widespread(earlier, old_limit)), top, highest),
        against=_others(handed_in, own, against, removed, top, highest),
        baseline=baseline(np.concatenate(counts) if counts else np.zeros(0, np.int32)),
        limit=limit,
        handed_in=len(handed_in),
        of_earlier=len(earlier),
        of_against=len(against),
        empty=tuple(doc.name for doc, prints in zip(handed_in, own, strict=True) if not len(prints)),
        cut=tuple(doc.name for doc in (*handed_in, *earlier, *against) if doc.cut),
    )


def _others(
    handed_in: Sequence[Document],
    own: Sequence[Hashes],
    others: Sequence[Document],
    removed: Hashes,
    top: int,
    highest: NDArray[np.int32],
) -> tuple[Pair, ...]:
    theirs = [_prints(doc, removed) for doc in others]
    best: list[tuple[int, int, int]] = []
    for first, table in shared_counts(own, theirs, max(FEWEST, len(others))):
        best = heapq.nlargest(top, [*best, *_largest(table, first, top)], key=_order)
    return tuple(
        Pair(handed_in[i], others[j], n, (len(own[i]), len(theirs[j])), int(highest[i][1]), found)
        for n, i, j in best
        if (found := regions(handed_in[i], others[j], removed))
    )


def _own(documents: Sequence[Document]) -> Hashes:
    """Every k-gram of some documents, not only the fingerprints."""
    found = [hashes[valid] for hashes, valid in (doc.grams for doc in documents)]
    return np.unique(np.concatenate(found)) if found else np.zeros(0, np.uint64)


def _widespread(documents: Sequence[Document], limit: int) -> Hashes:
    return widespread([np.unique(hashes[valid]) for hashes, valid in (doc.grams for doc in documents)], limit)


def _prints(doc: Document, removed: Hashes) -> Hashes:
    hashes, valid = doc.grams
    wanted = valid & ~np.isin(hashes, removed)
    return counted(hashes[winnow(hashes, wanted, doc.parts)])


def _largest(table: NDArray[np.int32], first: int, top: int) -> list[tuple[int, int, int]]:
    """(shared, row, column) of the largest entries that are not 0."""
    flat = table.ravel()
    places = np.argpartition(-flat, min(top, len(flat) - 1))[:top] if len(flat) > top else np.arange(len(flat))
    return [(int(flat[p]), first + int(p) // table.shape[1], int(p) % table.shape[1]) for p in places if flat[p]]


def _order(found: tuple[int, int, int]) -> tuple[int, int, int]:
    return found[0], -found[1], -found[2]


def _without(two: NDArray[np.int32], shared: int) -> int:
    """The largest but for the pair itself."""
    return int(two[0]) if int(two[1]) == shared else int(two[1])


def _one_team(a: Document, b: Document) -> bool:
    return bool(set(a.members) & set(b.members))

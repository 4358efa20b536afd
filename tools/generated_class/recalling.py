"""How well a comparison finds the planted copies: recall and precision of its list, beside what is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from tools.generated_class.truth import Class


@dataclass(frozen=True)
class Found:
    """The planted pairs in the list of pairs that share most.

    Attributes:
        planted: pairs within the class, those of a ring with each other included. first: how many of them among the
            first `planted` entries. apart: entries that are marked. apart_planted: … and were planted.
        earlier, earlier_first: the same for copies of the term before.
        missed: planted pairs that are not marked, (original, copy, disguise, number of tasks).
    """

    planted: int
    first: int
    apart: int
    apart_planted: int
    earlier: int
    earlier_first: int
    missed: tuple[tuple[str, str, int, int], ...]


def recalled(made: Class, data: Mapping[str, Any]) -> Found:
    """Compares similar.json with the truth."""
    within, earlier = planted(made)
    pairs = [_names(pair) for pair in data["pairs"]]
    apart = [_names(pair) for pair in data["pairs"] if pair["stands_apart"]]
    older = [_names(pair) for pair in data["earlier"]]
    return Found(
        planted=len(within),
        first=len(within & set(pairs[: len(within)])),
        apart=len(apart),
        apart_planted=len(within & set(apart)),
        earlier=len(earlier),
        earlier_first=len(earlier & set(older[: len(earlier)])),
        missed=tuple(
            (c.original, c.copy, c.disguise, len(c.tasks))
            for c in made.copied
            if frozenset((c.original, c.copy)) in within - set(apart)
        ),
    )


def planted(made: Class) -> tuple[set[frozenset[str]], set[frozenset[str]]]:
    """The planted pairs within the class, and those with the term before."""
    present = {pupil.student for pupil in made.pupils}
    within: set[frozenset[str]] = set()
    earlier: set[frozenset[str]] = set()
    for copied in made.copied:
        (within if copied.original in present else earlier).add(frozenset((copied.original, copied.copy)))
    for one, two in combinations(sorted(within, key=sorted), 2):
        if one & two:  # two copies of one original share what both took
            within.add(one ^ two)
    return within, earlier


def _names(pair: Mapping[str, Any]) -> frozenset[str]:
    sides: Sequence[str] = (pair["left"], pair["right"])
    return frozenset(name.partition("_")[0] for name in sides)

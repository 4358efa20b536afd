"""Entities in tagged sentences, and how well they were found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

Span = tuple[int, int, str]  # first position, one behind the last, kind


def entities(tags: Sequence[int], names: Sequence[str]) -> Iterator[Span]:
    """The entities of one sentence: B-X and the I-X that follow it at once; any other I-X belongs to none."""
    start, kind = None, ""
    for position, tag in enumerate([*tags, names.index("O")]):
        name = names[tag]
        if start is not None and name != f"I-{kind}":
            yield start, position, kind
            start = None
        if name.startswith("B-"):
            start, kind = position, name[2:]


def entity_f1(found: Sequence[Sequence[int]], wanted: Sequence[Sequence[int]], names: Sequence[str]) -> float:
    """Harmonic mean of precision and recall over the entities of all sentences; right is who has place and kind right.

    Args:
        found, wanted: a tag for every token of every sentence, indices of `names`.
    """
    both = total = 0
    for a, b in zip(found, wanted, strict=True):
        mine, theirs = set(entities(a, names)), set(entities(b, names))
        both += len(mine & theirs)
        total += len(mine) + len(theirs)
    return 2 * both / total if total else 0.0

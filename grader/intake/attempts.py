"""Which of several attempts counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from grader.intake.entry import LeftOut
from grader.intake.hand_in import HandIn
from grader.intake.layout import student_of
from grader.intake.versions import unversioned, version
from grader.model import Message


def pick(attempts: Sequence[HandIn], policy: str) -> tuple[HandIn, ...]:
    """The attempts of one student that are to be graded, in their order.

    Args:
        attempts: all of them, with their numbers.
        policy: `last`, `first`, or `best`: then all are graded, under the same student and different attempt
            numbers, and the verdict with the most points counts, the earliest of equals.
    """
    ordered = sorted(attempts, key=lambda hand_in: hand_in.attempt)
    if policy == "best":
        return tuple(ordered)
    return tuple(ordered[:1] if policy == "first" else ordered[-1:])


def without_older(hand_ins: Iterable[HandIn], policy: str) -> tuple[list[HandIn], list[LeftOut]]:
    """Hand-ins that are files side by side: of `s001.py` and `s001 (1).py` the one that the policy means.

    Browsers number what has the name of a file that is there, so the number tells the order. `best` is taken for
    `last`: these are downloads, not attempts that anybody counted.
    """
    groups: dict[tuple[Path | str, str], list[HandIn]] = defaultdict(list)
    for hand_in in hand_ins:
        place: Path | str = hand_in.paths[0].parent if hand_in.paths else hand_in.place.rpartition("/")[0]
        groups[place, _plain_name(hand_in).casefold()].append(hand_in)
    kept: list[HandIn] = []
    left: list[LeftOut] = []
    for group in groups.values():
        ordered = sorted(group, key=lambda hand_in: version(hand_in.student))
        chosen = ordered[0] if policy == "first" else ordered[-1]
        name = _plain_name(chosen)
        for other in ordered:
            if other is not chosen:
                why = Message("intake.older_copy", {"path": other.student, "name": chosen.student})
                left.append(LeftOut(other.student, why))
        kept.append(replace(chosen, student=name, place=chosen.origin))
    return kept, left


def _plain_name(hand_in: HandIn) -> str:
    """Without a browser's number; one that was put there to tell students apart stays."""
    own = not hand_in.paths or student_of(hand_in.paths[0]) == hand_in.student
    return unversioned(hand_in.student) if own else hand_in.student

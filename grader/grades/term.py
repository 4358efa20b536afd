"""The term's total of one student, without the assignments that count least in their favour."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from grader.grades.grade import Grade
from grader.grades.late import exact
from grader.scoring import round_points


@dataclass(frozen=True)
class TermTotal:
    """All assignments together.

    Attributes:
        earned, possible: the sums over those that count.
        dropped, excused: ids of those that do not.
    """

    student: str
    earned: float
    possible: float
    dropped: tuple[str, ...] = ()
    excused: tuple[str, ...] = ()


def term_total(grades: Sequence[Grade], drop: int = 0, keep: Collection[str] = ()) -> TermTotal:
    """The total of one student's grades.

    Up to `drop` assignments are left out: those without which the student's share of the points is highest, not merely
    those with the lowest shares, since assignments differ in size; none whose absence would lower it. One always stays,
    and excused ones are not among the dropped.

    Args:
        keep: ids of assignments that cannot be dropped, such as the contest.

    Raises:
        ValueError: the grades are of nobody, of several students, or of one assignment twice.
    """
    if len({grade.student for grade in grades}) != 1 or len({g.assignment for g in grades}) < len(grades):
        raise ValueError("the grades of one student, one for each assignment, are needed")
    counted = [grade for grade in grades if not grade.excused]
    free = [grade for grade in counted if grade.assignment not in keep and grade.possible > 0]
    number = min(drop, len(free), max(0, len(counted) - 1))
    dropped = _best_dropped(counted, free, number)
    left = [grade for grade in counted if grade.assignment not in dropped]
    return TermTotal(
        student=grades[0].student,
        earned=round_points(math.fsum(grade.earned for grade in left)),
        possible=round_points(math.fsum(grade.possible for grade in left)),
        dropped=tuple(grade.assignment for grade in grades if grade.assignment in dropped),
        excused=tuple(grade.assignment for grade in grades if grade.excused),
    )


def _best_dropped(counted: Sequence[Grade], free: Sequence[Grade], number: int) -> frozenset[str]:
    """Dinkelbach's method for the largest ratio of sums (1967): each round raises the share, so it ends; exact.

    For a share q, it is best to drop those with the least `earned − q·possible` where that is not above zero; the share
    that this gives is the next q.
    """
    share, dropped = Fraction(-1), frozenset[str]()
    while number:
        q = max(share, Fraction(0))
        worth = {g.assignment: exact(g.earned) - q * exact(g.possible) for g in free}
        choice = frozenset(name for name in sorted(worth, key=lambda name: worth[name])[:number] if worth[name] <= 0)
        left = [grade for grade in counted if grade.assignment not in choice]
        possible = sum((exact(grade.possible) for grade in left), Fraction(0))
        found = sum((exact(grade.earned) for grade in left), Fraction(0)) / possible if possible else Fraction(0)
        if found < share:
            break
        settled, share, dropped = found == share, found, choice
        if settled:
            break
    return dropped

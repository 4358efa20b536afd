"""The term's total, with the lowest dropped."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.grades import Grade, term_total


def of(week: int, earned: float, possible: float, *, excused: bool = False) -> Grade:
    """One week's grade."""
    return Grade("s001", f"week{week:02d}", (), earned, possible, excused=excused)


def test_nothing_is_dropped_unless_asked() -> None:
    """All weeks add up."""
    total = term_total([of(1, 5, 10), of(2, 9.5, 10)])
    assert (total.earned, total.possible, total.dropped) == (14.5, 20.0, ())


def test_the_lowest_is_dropped() -> None:
    """Of equal sizes the lowest goes."""
    total = term_total([of(1, 5, 10), of(2, 9, 10), of(3, 7, 10)], drop=1)
    assert (total.earned, total.possible, total.dropped) == (16.0, 20.0, ("week01",))


def test_size_counts() -> None:
    """Dropping 40 of 100 helps more than dropping 0 of 10, although its share is higher."""
    total = term_total([of(1, 40, 100), of(2, 0, 10), of(3, 90, 100)], drop=1)
    assert total.dropped == ("week01",)


def test_excused_weeks_neither_count_nor_use_up_a_drop() -> None:
    """The excuse is apart; the drop takes another week."""
    total = term_total([of(1, 0, 0, excused=True), of(2, 2, 10), of(3, 9, 10)], drop=1)
    assert (total.dropped, total.excused, total.earned) == (("week02",), ("week01",), 9.0)


def test_the_contest_stays_and_one_week_always_does() -> None:
    """What may not be dropped is not, and nobody's total is empty."""
    total = term_total([of(1, 9, 10), of(8, 1, 10)], drop=2, keep=["week08"])
    assert (total.dropped, total.earned) == ((), 10.0)
    assert term_total([of(1, 0, 10)], drop=3).possible == 10.0
    assert term_total([of(1, 0, 0, excused=True)], drop=1).possible == 0.0


def test_all_perfect_drops_as_for_others() -> None:
    """Where dropping changes no share, it is done: the points possible are those of the class."""
    assert term_total([of(1, 10, 10), of(2, 10, 10)], drop=1).possible == 10.0


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 20)), min_size=1, max_size=6), st.integers(0, 3))
def test_no_other_choice_is_better(weeks: list[tuple[int, int]], drop: int) -> None:
    """Among all ways to leave out up to `drop` weeks none gives a higher share."""
    grades = [of(i, earned, possible) for i, (earned, possible) in enumerate(weeks)]
    total = term_total(grades, drop)
    shares = [
        Fraction(sum(e for e, _ in kept), sum(p for _, p in kept))
        for size in range(max(1, len(weeks) - drop), len(weeks) + 1)
        for kept in combinations(weeks, size)
    ]
    assert Fraction(int(total.earned), int(total.possible)) == max(shares)


def test_grades_of_several_students_are_no_term() -> None:
    """A mix-up is not added up."""
    with pytest.raises(ValueError, match="one student"):
        term_total([of(1, 1, 1), Grade("s002", "week02", (), 1, 1)])
    with pytest.raises(ValueError, match="one student"):
        term_total([of(1, 1, 1), of(1, 1, 1)])

"""What lateness costs, at the second before and after every boundary."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from grader.course.moments import Span
from grader.course.rules import LatePolicy, LateStep
from grader.grades.late import Lateness, exact, half_up, penalty, seconds_late
from tests.grades.things import policy_of

DAY, HOUR = 86_400, 3600
DUE = datetime(2023, 2, 1, 9, tzinfo=UTC)


def left(policy: str, seconds: int, earned: float = 10.0, possible: float = 10.0) -> float:
    """The points that are left."""
    return penalty(policy_of(policy), seconds, earned, possible).left


@pytest.mark.parametrize(
    "moment,expected",
    [
        (DUE - timedelta(seconds=1), 0),
        (DUE, 0),
        (DUE + timedelta(microseconds=999_999), 0),
        (DUE + timedelta(seconds=1), 1),
        (DUE + timedelta(seconds=1, microseconds=1), 1),
    ],
)
def test_the_due_second_is_on_time(moment: datetime, expected: int) -> None:
    """At the due date, and in the rest of its second, nobody is late."""
    assert seconds_late(moment, DUE) == expected


@pytest.mark.parametrize(
    "policy,seconds,expected",
    [
        ("", 10 * DAY, 10.0),
        ('grace = "10m"\npercent = 10', 0, 10.0),
        ('grace = "10m"\npercent = 10', 600, 10.0),
        ('grace = "10m"\npercent = 10', 601, 9.0),
        ("percent = 10", 1, 9.0),
        ("percent = 10", DAY, 9.0),
        ("percent = 10", DAY + 1, 8.0),
        ('percent = 2\nper = "hour"', HOUR, 9.8),
        ('percent = 2\nper = "hour"', HOUR + 1, 9.6),
        ('percent = 10\ncurve = "linear"', DAY // 2, 9.5),
        ('percent = 10\ncurve = "linear"', DAY, 9.0),
        ('percent = 10\ncurve = "linear"', DAY + 864, 8.99),
        ("percent = 10\ncap = 25", 2 * DAY, 8.0),
        ("percent = 10\ncap = 25", 2 * DAY + 1, 7.5),
        ("percent = 10\ncap = 25", 99 * DAY, 7.5),
        ("percent = 10\nfloor = 85", 2 * DAY, 8.5),
        ('percent = 10\nno_credit_after = "7d"', 7 * DAY, 3.0),
        ('percent = 10\nno_credit_after = "7d"\nfloor = 50\ncap = 10', 7 * DAY + 1, 0.0),
        ('[[steps]]\nafter = "0s"\npercent = 10\n[[steps]]\nafter = "1d"\npercent = 50', 1, 9.0),
        ('[[steps]]\nafter = "0s"\npercent = 10\n[[steps]]\nafter = "1d"\npercent = 50', DAY, 9.0),
        ('[[steps]]\nafter = "0s"\npercent = 10\n[[steps]]\nafter = "1d"\npercent = 50', DAY + 1, 5.0),
        ('[[steps]]\nafter = "2h"\npercent = 10', 2 * HOUR, 10.0),
        ('[[steps]]\nafter = "2h"\npercent = 10', 2 * HOUR + 1, 9.0),
    ],
)
def test_boundaries(policy: str, seconds: int, expected: float) -> None:
    """Each boundary belongs to the gentler side; one second later it costs."""
    assert left(policy, seconds) == expected


def test_percent_of_the_possible_points_or_of_the_earned() -> None:
    """Of 10 possible points, 4 were earned: 20 % are 0.8 of the earned, 2 of the possible, and never below nothing."""
    assert left("percent = 20", 1, earned=4.0) == 3.2
    assert left('percent = 20\nof = "possible"', 1, earned=4.0) == 2.0
    assert left('percent = 20\nof = "possible"', 1, earned=1.0) == 0.0


def test_the_floor_lifts_nobody() -> None:
    """Half the points stay to who had them; who had less keeps that."""
    assert left("percent = 90\nfloor = 50", 1, earned=8.0) == 5.0
    assert left("percent = 90\nfloor = 50", 1, earned=3.0) == 3.0
    assert penalty(policy_of("percent = 90\nfloor = 50"), 1, 8.0, 10.0).floored


@pytest.mark.parametrize(
    "earned,percent,expected", [(0.25, 50, 0.13), (2.05, 10, 1.85), (1.15, 10, 1.04), (0.1, 0.1, 0.1)]
)
def test_rounding_is_half_up_once(earned: float, percent: float, expected: float) -> None:
    """1.15 less a tenth is 1.035, which is 1.04 as people round; floats would say 1.03."""
    assert left(f"percent = {percent}", 1, earned=earned) == expected


def test_lateness_says_what_happened() -> None:
    """On time, within the grace, late and too late are told apart."""
    policy = policy_of('grace = "10m"\npercent = 10\nno_credit_after = "1d"')
    found = [penalty(policy, seconds, 1.0, 1.0).lateness for seconds in (0, 600, 601, DAY, DAY + 1)]
    assert found == [Lateness.ON_TIME, Lateness.GRACE, Lateness.LATE, Lateness.LATE, Lateness.NO_CREDIT]


PERCENT = st.integers(0, 1000).map(lambda n: n / 10)
CURVES = st.one_of(
    st.fixed_dictionaries(
        {"percent": PERCENT, "per": st.sampled_from(["day", "hour"]), "curve": st.sampled_from(["steps", "linear"])}
    ),
    st.lists(st.tuples(st.integers(0, 20 * HOUR), PERCENT), max_size=4, unique_by=lambda pair: pair[0]).map(
        lambda pairs: {
            "steps": tuple(
                LateStep(after=Span(0, after), percent=percent)
                for (after, _), percent in zip(sorted(pairs), sorted(p for _, p in pairs), strict=True)
            )
        }
    ),
)
POLICIES = st.builds(
    lambda curve, grace, more, rest: LatePolicy(
        **curve, grace=Span(0, grace), no_credit_after=None if more is None else Span(0, grace + more), **rest
    ),
    CURVES,
    st.integers(0, 2 * HOUR),
    st.none() | st.integers(0, 5 * DAY),
    st.fixed_dictionaries({"cap": PERCENT, "floor": PERCENT, "of": st.sampled_from(["earned", "possible"])}),
)


@given(POLICIES, st.integers(0, 2000), st.integers(0, 500), st.integers(0, 6 * DAY), st.integers(0, 2 * DAY))
def test_later_never_earns_more(policy: LatePolicy, earned: int, more: int, seconds: int, later: int) -> None:
    """Whatever the policy: the points left fall with time, and stay between nothing and what was earned."""
    had, possible = earned / 100, (earned + more) / 100
    first, second = (penalty(policy, s, had, possible).left for s in (seconds, seconds + later))
    assert 0 <= second <= first <= had


@given(POLICIES, st.integers(0, 2000), st.integers(0, 500), st.integers(0, 6 * DAY))
def test_who_did_better_does_not_end_worse(policy: LatePolicy, earned: int, more: int, seconds: int) -> None:
    """At the same lateness more points before are not fewer after."""
    possible = (earned + more) / 100
    low, high = (penalty(policy, seconds, had, possible).left for had in (earned / 100, possible))
    assert low <= high


@given(st.integers(0, 10**6))
def test_half_up_agrees_with_decimal_reading(n: int) -> None:
    """Thousandths are rounded as they are written."""
    assert half_up(exact(n / 1000)) == (n + 5) // 10 / 100


@pytest.mark.parametrize(
    "text,complaint",
    [
        ('percent = 10\n[[steps]]\nafter = "1d"\npercent = 5', "stands beside percent"),
        ('[[steps]]\nafter = "2d"\npercent = 5\n[[steps]]\nafter = "1d"\npercent = 9', "do not rise"),
        ('[[steps]]\nafter = "1d"\npercent = 9\n[[steps]]\nafter = "2d"\npercent = 5', "do not rise"),
        ('grace = "2d"\nno_credit_after = "1d"', "ends within the grace"),
        ('grace = "soon"', "is no length of time"),
    ],
)
def test_policies_that_make_no_sense(text: str, complaint: str) -> None:
    """A policy under which later could earn more, or whose words are unclear, is refused."""
    with pytest.raises(ValidationError) as caught:
        policy_of(text)
    assert complaint in str([error.get("ctx") for error in caught.value.errors()])

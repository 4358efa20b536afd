"""Due dates: which moment a rule means, in every zone, also where the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.course.moments import Span, due_rule_of, span_of
from grader.errors import UsageError
from grader.grades import rules_of
from grader.grades.schedule import due_date, instant, shifted
from tests.grades.things import course_of, spec_of

BERLIN = ZoneInfo("Europe/Berlin")


def due(rule: str, **course: object) -> str:
    """The moment that a rule means for week 4, as text."""
    found = due_rule_of(rule)
    assert found is not None
    return due_date(found, course_of(**course), 4, "preview").isoformat()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "rule,expected",
    [
        ("Wednesday 18:00", "2023-02-01T18:00:00+09:00"),
        ("wed 18:00", "2023-02-01T18:00:00+09:00"),
        ("수요일 18:00", "2023-02-01T18:00:00+09:00"),
        ("Thursday 18:59", "2023-02-02T18:59:00+09:00"),
        ("Thursday 19:00", "2023-02-02T19:00:00+09:00"),
        ("Thursday 19:01", "2023-01-26T19:01:00+09:00"),
        ("Friday 00:00", "2023-01-27T00:00:00+09:00"),
        ("Thursday 19:00 after session", "2023-02-09T19:00:00+09:00"),
        ("Thursday 19:01 after session", "2023-02-02T19:01:00+09:00"),
        ("Sunday 23:59 after session", "2023-02-05T23:59:00+09:00"),
        ("session", "2023-02-02T19:00:00+09:00"),
        ("session -2h", "2023-02-02T17:00:00+09:00"),
        ("session + 1d 30m", "2023-02-03T19:30:00+09:00"),
        ("next session", "2023-02-16T19:00:00+09:00"),
        ("Wednesday 18:00 before next session", "2023-02-15T18:00:00+09:00"),
    ],
)
def test_rule_means_this_moment(rule: str, expected: str) -> None:
    """The session of week 4 is on Thursday, 2023-02-02, at 19:00; the next one a fortnight later."""
    assert due(rule, following=[date(2023, 2, 16)]) == expected


@pytest.mark.parametrize("rule", ["Wed", "18:00", "Wednesday 25:00", "session 2h", "session -2 apples", "T 18:00", ""])
def test_other_words_are_no_rule(rule: str) -> None:
    """A rule that is not understood is refused, not guessed."""
    assert due_rule_of(rule) is None


def test_without_a_start_the_day_is_the_session() -> None:
    """A weekday rule then never falls on the day itself; `session` cannot be told."""
    assert due("Thursday 08:00", start=None) == "2023-01-26T08:00:00+09:00"
    assert due("Thursday 00:00", start=None) == "2023-01-26T00:00:00+09:00"
    assert due("Wednesday 23:59", start=None) == "2023-02-01T23:59:00+09:00"
    assert due("Thursday 23:00 after session", start=None) == "2023-02-09T23:00:00+09:00"
    with pytest.raises(UsageError, match=r"slots\.preview\.due: week 4 has no start: add \[schedule\] start"):
        due("session", start=None)


def test_a_session_may_start_at_its_own_time() -> None:
    """What the session says wins over `[schedule]`."""
    course = course_of()
    session = course.sessions[0].model_copy(update={"start": time(10)})
    rule = due_rule_of("session")
    assert rule is not None
    from dataclasses import replace

    assert due_date(rule, replace(course, sessions=(session,)), 4).hour == 10


def test_unknown_sessions_are_named_with_a_remedy() -> None:
    """Neither a missing session nor a missing next one is taken for "never due"."""
    rule = due_rule_of("next session")
    assert rule is not None
    with pytest.raises(UsageError, match="no session follows week 4: add one under"):
        due_date(rule, course_of(), 4, "review")
    with pytest.raises(UsageError, match=r"week 7 has no session: .* or \[due\] review"):
        due_date(rule, course_of(), 7, "review")


def test_an_assignment_may_say_its_own_due_date() -> None:
    """`[due]` wins over the slot's rule, in the course's zone; the other slot keeps its rule."""
    spec = spec_of("due = { preview = 2023-02-01T12:00:00 }\n")
    rules = rules_of(course_of(), spec)
    assert rules.due["preview"].isoformat() == "2023-02-01T12:00:00+09:00"
    assert rules.due["review"].isoformat() == "2023-02-02T19:00:00+09:00"
    spec = spec_of("due = { preview = 2023-02-01T12:00:00Z }\n")
    assert rules_of(course_of(), spec).due["preview"].isoformat() == "2023-02-01T21:00:00+09:00"


def test_a_course_without_slots_has_no_due_dates() -> None:
    """Old courses stay as they were: nothing is ever late."""
    from dataclasses import replace

    assert rules_of(replace(course_of(), slots={}), spec_of()).due == {}


@pytest.mark.parametrize(
    "day,expected",
    [
        (date(2023, 3, 19), "2023-03-19T02:30:00+01:00"),
        (date(2023, 3, 26), "2023-03-26T03:30:00+02:00"),  # the clocks skip 02:00 to 03:00
        (date(2023, 4, 2), "2023-04-02T02:30:00+02:00"),
        (date(2023, 10, 29), "2023-10-29T02:30:00+01:00"),  # 02:30 comes twice: the second
        (date(2023, 11, 5), "2023-11-05T02:30:00+01:00"),
    ],
)
def test_clock_changes_in_berlin(day: date, expected: str) -> None:
    """A time that does not exist, or exists twice, means its later reading."""
    assert due("Sunday 02:30", zone="Europe/Berlin", day=day) == expected


def test_wall_time_stays_across_a_clock_change() -> None:
    """Wednesday 18:00 is 18:00 in winter and in summer; a week before the session stays on the wall, hours elapse."""
    summer = {"zone": "Europe/Berlin", "day": date(2023, 3, 30)}
    assert due("Wednesday 18:00", **summer) == "2023-03-29T18:00:00+02:00"
    assert due("session -1w", **summer) == "2023-03-23T19:00:00+01:00"
    assert due("session -168h", **summer) == "2023-03-23T18:00:00+01:00"
    assert due("session -1w", zone="Europe/Berlin", day=date(2023, 11, 2)) == "2023-10-26T19:00:00+02:00"
    assert due("session -168h", zone="Europe/Berlin", day=date(2023, 11, 2)) == "2023-10-26T20:00:00+02:00"


@given(
    st.datetimes(datetime.fromisoformat("2020-01-01T00:00:00"), datetime.fromisoformat("2030-01-01T00:00:00")),
    st.sampled_from(["Europe/Berlin", "Asia/Seoul", "America/New_York", "Australia/Lord_Howe"]),
)
def test_no_reading_is_later(local: datetime, zone: str) -> None:
    """Whoever reads the wall time in any way reads a moment that is not after the due date."""
    place = ZoneInfo(zone)
    found = instant(local, place)
    assert found.tzinfo is place
    for fold in (0, 1):
        assert local.replace(tzinfo=place, fold=fold).astimezone(UTC) <= found.astimezone(UTC)


def test_a_longer_extension_is_not_shorter_over_a_skipped_hour() -> None:
    """One day after Saturday 02:30 is the Sunday's later reading; calendar days and hours differ there by the hour."""
    saturday = instant(datetime.fromisoformat("2023-03-25T02:30:00"), BERLIN)
    assert shifted(saturday, Span(days=1), BERLIN).isoformat() == "2023-03-26T03:30:00+02:00"
    assert shifted(saturday, Span(seconds=86_400), BERLIN).isoformat() == "2023-03-26T03:30:00+02:00"
    noon = instant(datetime.fromisoformat("2023-03-25T12:00:00"), BERLIN)
    assert shifted(noon, Span(days=1), BERLIN) - noon == timedelta(days=1)  # on the wall
    assert shifted(noon, Span(days=1), BERLIN).astimezone(UTC) - noon.astimezone(UTC) == timedelta(hours=23)
    assert shifted(noon, Span(seconds=86_400), BERLIN).isoformat() == "2023-03-26T13:00:00+02:00"


@pytest.mark.parametrize(
    "text,expected",
    [
        ("10m", Span(0, 600)),
        ("+2d", Span(2, 0)),
        ("1d 12h", Span(1, 43_200)),
        ("1w", Span(7, 0)),
        ("90s", Span(0, 90)),
        ("2 H", Span(0, 7200)),
        ("36h", Span(0, 129_600)),
        ("-2d", None),
        ("2", None),
        ("two days", None),
    ],
)
def test_spans(text: str, expected: Span | None) -> None:
    """Days stay days; nothing is negative or without a unit."""
    assert span_of(text) == expected

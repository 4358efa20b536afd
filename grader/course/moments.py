"""How course files write times: spans (`1d 12h`), clocks (`19:00`), and due dates told by the session.

Days and weeks are steps of the calendar: two days after Wednesday 18:00 it is Friday 18:00, also where the clocks
changed in between. Hours, minutes and seconds are elapsed time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated

from pydantic import BeforeValidator

from grader.spec.reading import broken

DAY = 86_400
_UNITS = {"w": 7 * DAY, "d": DAY, "h": 3600, "m": 60, "s": 1}
_SPAN = re.compile(r"\+?\s*((?:\d{1,6}\s*[wdhms]\s*)+)")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_KOREAN = "월화수목금토일"
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?")
_BY_WEEKDAY = re.compile(r"(\w+)\s+([\d:]+)(?:\s+(before|after)\s+(?:the\s+)?(next\s+)?session)?", re.IGNORECASE)
_BY_SESSION = re.compile(r"(?:the\s+)?(next\s+)?session(?:\s*([+-])\s*(.+))?", re.IGNORECASE)


@dataclass(frozen=True)
class Span:
    """A length of time: steps of the calendar, and elapsed seconds."""

    days: int = 0
    seconds: int = 0

    @property
    def total(self) -> int:
        """In seconds, a day as 24 hours."""
        return self.days * DAY + self.seconds

    def __neg__(self) -> Span:
        return Span(-self.days, -self.seconds)


@dataclass(frozen=True)
class DueRule:
    """When a slot is due.

    Attributes:
        following: told by the next session, not by that of the assignment's week.
        weekday: 0 for Monday: the last such day and `clock` up to the session, or with `after` the first behind it.
            None: the session's start, moved by `offset`.
    """

    following: bool = False
    weekday: int | None = None
    clock: time = time()
    after: bool = False
    offset: Span = Span()


def span_of(text: str) -> Span | None:
    """`10m`, `+2d`, `1d 12h`; None where it is no span."""
    found = _SPAN.fullmatch(text.strip().lower())
    if found is None:
        return None
    parts = [int(n) * _UNITS[unit] for n, unit in re.findall(r"(\d+)\s*([wdhms])", found[1])]
    units = [unit for _, unit in re.findall(r"(\d+)\s*([wdhms])", found[1])]
    calendar = sum(part for part, unit in zip(parts, units, strict=True) if unit in "wd")
    return Span(calendar // DAY, sum(parts) - calendar)


def clock_of(text: str) -> time | None:
    """`19:00` or `19:00:30`; None where it is no time of day."""
    found = _CLOCK.fullmatch(text.strip())
    return time(int(found[1]), int(found[2]), int(found[3] or 0)) if found else None


def due_rule_of(text: str) -> DueRule | None:
    """`Wednesday 18:00`, `Sunday 23:59 after session`, `session`, `next session -2h`; None where it is no such rule."""
    text = " ".join(text.split())
    if found := _BY_SESSION.fullmatch(text):
        span = span_of(found[3]) if found[3] else Span()
        if span is None:
            return None
        return DueRule(following=bool(found[1]), offset=-span if found[2] == "-" else span)
    found = _BY_WEEKDAY.fullmatch(text)
    day = _weekday_of(found[1]) if found else None
    clock = clock_of(found[2]) if found else None
    if found is None or day is None or clock is None:
        return None
    return DueRule(bool(found[4]), day, clock, after=(found[3] or "").lower() == "after")


def _weekday_of(word: str) -> int | None:
    word = word.lower()
    if word.removesuffix("요일") in tuple(_KOREAN):
        return _KOREAN.index(word[0])
    fits = [i for i, name in enumerate(_WEEKDAYS) if len(word) >= 3 and name.startswith(word)]
    return fits[0] if len(fits) == 1 else None


def moment_of(text: str) -> datetime | None:
    """`2023-02-03`, its end then, `2023-02-03 18:00`, or ISO 8601 with an offset; None where it is no date."""
    text = text.strip()
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return datetime.combine(date.fromisoformat(text) + timedelta(days=1), time()) - timedelta(seconds=1)
        return datetime.fromisoformat(text) if re.match(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}", text) else None
    except (ValueError, OverflowError):
        return None


def _span(value: object) -> Span:
    found = span_of(value) if isinstance(value, str) else value
    if not isinstance(found, Span):
        raise broken("is no length of time", 'write "10m", "2h" or "1d 12h"')
    return found


def _clock(value: object) -> time:
    found = clock_of(value) if isinstance(value, str) else value
    if not isinstance(found, time) or found.tzinfo is not None:
        raise broken("is no time of day", 'write "19:00"')
    return found


def _due(value: object) -> DueRule:
    found = due_rule_of(value) if isinstance(value, str) else value
    if not isinstance(found, DueRule):
        raise broken("is no due date", 'write "Wednesday 18:00", "session", "session -2h" or "next session"')
    return found


SpanText = Annotated[Span, BeforeValidator(_span)]
Clock = Annotated[time, BeforeValidator(_clock)]
Due = Annotated[DueRule, BeforeValidator(_due)]

"""Figures in words."""

from __future__ import annotations

from grader.messages import text

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def duration(seconds: float, lang: str) -> str:
    """How long: days and hours, hours and minutes, or minutes."""
    whole = round(abs(seconds))
    if whole >= _DAY:
        return text("class.days_hours", lang, days=whole // _DAY, hours=whole % _DAY // _HOUR)
    if whole >= _HOUR:
        return text("class.hours_minutes", lang, hours=whole // _HOUR, minutes=whole % _HOUR // _MINUTE)
    return text("class.minutes", lang, minutes=max(round(whole / _MINUTE), 1))


def took(seconds: float, lang: str) -> str:
    """A run time, with as many digits as matter."""
    return text("label.seconds", lang, seconds=f"{seconds:.0f}" if seconds >= 100 else f"{seconds:.2g}")


def size(count: float) -> str:
    """Bytes in MiB."""
    return f"{count / (1 << 20):,.0f} MiB"


def times(factor: float) -> str:
    """A factor: 9.8×."""
    return f"{factor:.0f}×" if factor >= 10 else f"{factor:.1f}×"


def share(value: float | None) -> str:
    """0 to 1 in per cent, or a dash."""
    return "–" if value is None else f"{100 * value:.0f} %"

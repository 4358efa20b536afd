"""A badge: a picture of the points for a README."""

from __future__ import annotations

import unicodedata
from xml.sax.saxutils import escape

from grader.model import Verdict
from grader.reports.plain import one_line, percent, points

_GOOD, _PART, _BAD, _GREY = "#2a7d4f", "#8a6100", "#b3372b", "#5c5c5c"  # white text on each: 4.5 to 1 at least
_LONGEST = 40  # characters


def badge(week: str, verdict: Verdict | None) -> str:
    """An SVG of one week's points; `–` where nothing was graded."""
    label = _short(week)
    value, colour = "–", _GREY
    if verdict is not None and verdict.unreadable is None and not verdict.ungraded:
        share = percent(verdict.earned, verdict.possible) or 0.0
        value = f"{points(verdict.earned)} / {points(verdict.possible)}"
        colour = _GOOD if share >= 100 else _PART if share > 0 else _BAD
    left, right = _width(label), _width(value)
    said = escape(f"{label}: {value}", {'"': "&quot;"})
    width = left + right
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" role="img" aria-label="{said}">'
        f'<title>{said}</title><rect width="{left}" height="20" fill="#3b3b3b"/>'
        f'<rect x="{left}" width="{right}" height="20" fill="{colour}"/>'
        '<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">'
        f'<text x="{left / 2:g}" y="14">{escape(label)}</text>'
        f'<text x="{left + right / 2:g}" y="14">{escape(value)}</text></g></svg>\n'
    )


def _short(text: str) -> str:
    text = one_line(text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _width(text: str) -> int:
    """Pixels, with five on each side; Hangul is twice as wide."""
    return 10 + sum(12 if unicodedata.east_asian_width(c) in "WF" else 7 for c in text)

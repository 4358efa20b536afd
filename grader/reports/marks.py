"""How an outcome looks: a symbol that says it without colour, and a tone that pages and terminals colour."""

from __future__ import annotations

from functools import cache

from grader.messages import text
from grader.model import Outcome

PARTIAL = "partial"  # failed, but some points were earned

_GROUPS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    # tone, symbol, symbol in ASCII, marks
    ("good", "✓", "+", (Outcome.PASSED,)),
    ("part", "◐", "~", (PARTIAL,)),
    ("bad", "✗", "x", (Outcome.FAILED,)),
    (
        "bad",
        "!",
        "!",
        (
            Outcome.ERROR,
            Outcome.TIMEOUT,
            Outcome.MEMORY,
            Outcome.GPU_MEMORY,
            Outcome.DISK,
            Outcome.CRASHED,
            Outcome.FORBIDDEN,
        ),
    ),
    ("calm", "○", "o", (Outcome.MISSING, Outcome.NOT_STARTED)),
    ("calm", "–", "-", (Outcome.SKIPPED,)),
    ("ask", "?", "?", (Outcome.UNGRADED,)),
)

TONES = {str(mark): tone for tone, _, _, marks in _GROUPS for mark in marks}
SYMBOLS = {str(mark): symbol for _, symbol, _, marks in _GROUPS for mark in marks}
ASCII = {str(mark): symbol for _, _, symbol, marks in _GROUPS for mark in marks}


@cache
def label_of(mark: str, lang: str) -> str:
    """A mark in words."""
    return text(f"outcome.{mark}", lang)


def mark_of(outcome: Outcome, earned: float) -> str:
    """The outcome, or "partial" for a failure that earned points."""
    return PARTIAL if outcome is Outcome.FAILED and earned > 0 else outcome.value

"""The reference of the disturbed course."""

from __future__ import annotations


def work(i: int) -> int:
    """Twice the number."""
    return 2 * i

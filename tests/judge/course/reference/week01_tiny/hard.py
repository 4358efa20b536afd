"""Limits."""

from __future__ import annotations


def work(i: int) -> int:
    """2i."""
    # BEGIN SOLUTION
    return 2 * i
    # END SOLUTION

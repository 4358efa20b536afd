"""A short deadline."""

from __future__ import annotations

from typing import Any


def quick(x: Any) -> Any:
    """x + 1."""
    # BEGIN SOLUTION
    return x + 1
    # END SOLUTION

"""What a check compared: counted always, looked at only when it fails."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from typing import Any

What = str | Sequence[str]


class Watch:
    """The comparisons of one run of a check.

    Attributes:
        count: how many there were. last: (actual, expected, what, tolerance) of the last one.
        seen: called with each as it begins.
    """

    def __init__(self, seen: Callable[[Any, Any, What, float | None], None] | None = None) -> None:
        self.count = 0
        self.last: tuple[Any, Any, What, float | None] | None = None
        self.seen = seen


watch: ContextVar[Watch | None] = ContextVar("watch", default=None)


def compared(actual: Any, expected: Any, what: What, tolerance: float | None) -> None:
    """A comparison begins."""
    current = watch.get()
    if current is not None:
        current.count += 1
        current.last = (actual, expected, what, tolerance)
        if current.seen is not None:
            current.seen(actual, expected, what, tolerance)

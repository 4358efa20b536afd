"""How a parameter of a message is written."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from grader.messages.catalogues import template

LIMIT = 4000  # characters of one parameter; student code chooses some of them
_DIGITS = 6
_MOST_DIGITS = 17  # enough to tell any two floats apart


def shown(value: object, lang: str, others: Iterable[object] = ()) -> str:
    """The value as a reader wants it; `others` are the floats it must be told apart from."""
    if isinstance(value, bool):
        return template("label.yes" if value else "label.no", lang) or str(value)
    if isinstance(value, float):
        return _number(value, [other for other in others if isinstance(other, float)])
    if isinstance(value, Mapping):
        return _short(", ".join(f"{shown(name, lang)}: {shown(item, lang)}" for name, item in value.items()))
    try:
        return _short(str(value))
    except Exception:  # noqa: BLE001 - a foreign object's __str__, or an int too long to print
        return "?"


def is_empty(value: object) -> bool:
    """Whether there is nothing to say about it. Zero and False are values."""
    return value is None or (isinstance(value, str | list | tuple | dict | frozenset | set) and not value)


def _number(value: float, others: list[float]) -> str:
    """Six digits, or as many as it takes: "expected 1, got 1" helps nobody."""
    rivals = [other for other in others if other != value and math.isfinite(other)]
    for digits in range(_DIGITS, _MOST_DIGITS):
        written = f"{value:.{digits}g}"
        if all(f"{other:.{digits}g}" != written for other in rivals):
            return written
    return f"{value:.{_MOST_DIGITS}g}"


def _short(text: str) -> str:
    return text if len(text) <= LIMIT else text[:LIMIT] + "…"

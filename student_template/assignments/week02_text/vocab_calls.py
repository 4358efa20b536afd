"""How a call looks in a message: what was given to the student's function."""

from __future__ import annotations

_MOST = 180  # characters


def call(name: str, *arguments: object, **named: object) -> str:
    """`name(…)` as one would write it; a long one loses its middle."""
    parts = [*map(repr, arguments), *(f"{key}={value!r}" for key, value in named.items())]
    text = f"{name}({', '.join(parts)})"
    return text if len(text) <= _MOST else f"{text[: _MOST * 2 // 3]} … {text[-_MOST // 3 :]}"

"""How a call looks in a message: what was given to the student's function."""

from __future__ import annotations

_MOST = 180  # characters


def call(name: str, *arguments: object, tensors: str = "") -> str:
    """`name(…)` as one would write it, the tensors in front by name; a long one loses its middle."""
    text = f"{name}({', '.join([*filter(None, [tensors]), *map(repr, arguments)])})"
    return text if len(text) <= _MOST else f"{text[: _MOST * 2 // 3]} … {text[-_MOST // 3 :]}"

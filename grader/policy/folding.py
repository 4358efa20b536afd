"""Strings that are put together from constants."""

from __future__ import annotations

from collections.abc import Callable, Sequence

_LONGEST = 10_000
_METHODS: dict[str, Callable[..., str]] = {
    "upper": str.upper,
    "lower": str.lower,
    "title": str.title,
    "capitalize": str.capitalize,
    "swapcase": str.swapcase,
    "strip": str.strip,
    "lstrip": str.lstrip,
    "rstrip": str.rstrip,
    "replace": str.replace,
    "removeprefix": str.removeprefix,
    "removesuffix": str.removesuffix,
}


def method(text: str, name: str, arguments: Sequence[str]) -> str | None:
    """`text.name(*arguments)` where all are strings; None where that is none, or too long."""
    if len(text) > _LONGEST or sum(map(len, arguments)) > _LONGEST:
        return None
    if name == "join":
        return None  # its argument is a list: see `joined`
    if name == "format" and "{" in text:
        return _formatted(text, arguments)
    function = _METHODS.get(name)
    if function is None or (name == "replace" and len(arguments) == 2 and len(text) * len(arguments[1]) > _LONGEST):
        return None
    try:
        return function(text, *arguments)
    except (TypeError, ValueError):
        return None


def joined(texts: Sequence[str], separator: str = "") -> str | None:
    """The strings one after the other; None where they are too long."""
    whole = sum(map(len, texts)) + len(separator) * len(texts)
    return separator.join(texts) if whole <= _LONGEST else None


def cut(text: str, start: int | None, stop: int | None, step: int | None) -> str | None:
    """`text[start:stop:step]`."""
    return text[start:stop:step] if step != 0 else None


def _formatted(text: str, arguments: Sequence[str]) -> str | None:
    """`"{}.{}".format(…)` with plain fields only: a width could ask for a string of any length."""
    pieces = text.split("{}")
    if "{" in "".join(pieces) or len(pieces) - 1 > len(arguments):
        return None
    return pieces[0] + "".join(a + p for a, p in zip(arguments, pieces[1:], strict=False))

"""Text that is safe to show: student code and student names choose parts of every report."""

from __future__ import annotations

import re
import unicodedata

# Escape sequences of terminals: CSI (colours, cursor), OSC (titles, links), and the two-character ones.
_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\|$)|[ -/]*[0-~])")
_PICTURES = 0x2400  # ␀, ␁, … stand for the control characters 0 to 31
_DELETE, _DELETE_PICTURE = "\x7f", "\u2421"
# Invisible characters that reorder or hide text; the zero-width joiners stay, since writing systems need them.
_TRICKS = frozenset("\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")
# Whatever `_shown` changes: control characters but newline and tab, line separators, lone surrogates, the tricks.
_UNSHOWN = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff{''.join(sorted(_TRICKS))}]")


def visible(text: str) -> str:
    """`text` without escape sequences, with every control character turned into a visible one; lines stay."""
    stripped = _ANSI.sub("", text.replace("\r\n", "\n"))
    return _UNSHOWN.sub(lambda found: _shown(found[0]), stripped)


def one_line(text: str) -> str:
    """`visible`, on one line."""
    return " ".join(visible(text).split())


def points(value: float) -> str:
    """Points as people write them: 20, 12.5, 0.33."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def percent(earned: float, possible: float) -> float | None:
    """The share of the points in percent, or None when there was nothing to earn."""
    return None if possible <= 0 else 100 * earned / possible


def _shown(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cc":
        if char == _DELETE:
            return _DELETE_PICTURE
        return chr(_PICTURES + ord(char)) if ord(char) < ord(" ") else f"<U+{ord(char):04X}>"
    if char in _TRICKS or category in {"Zl", "Zp"}:
        return f"<U+{ord(char):04X}>"
    return "\ufffd" if category == "Cs" else char

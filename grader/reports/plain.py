"""Text that is safe to show: student code and student names choose parts of every report."""

from __future__ import annotations

import re

# Escape sequences of terminals: CSI (colours, cursor), OSC (titles, links), and the two-character ones.
_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\|$)|[ -/]*[0-~])")
_PICTURES = 0x2400  # ␀, ␁, … stand for the control characters 0 to 31
_DELETE, _DELETE_PICTURE = "\x7f", "\u2421"
# Invisible characters that reorder or hide text; the zero-width joiners stay, since writing systems need them.
_TRICKS = "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
# Not shown as they are: control characters but tab and line feed, those tricks, Unicode's line ends, surrogates.
_HIDDEN = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_TRICKS}\u2028\u2029\ud800-\udfff]")


def visible(text: str) -> str:
    """`text` without escape sequences, with every control character turned into a visible one; lines stay."""
    if not _HIDDEN.search(text):
        return text
    return _HIDDEN.sub(_shown, _ANSI.sub("", text.replace("\r\n", "\n")))


def one_line(text: str) -> str:
    """`visible`, on one line."""
    return " ".join(visible(text).split())


def points(value: float) -> str:
    """Points as people write them: 20, 12.5, 0.33."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def percent(earned: float, possible: float) -> float | None:
    """The share of the points in percent, or None when there was nothing to earn."""
    return None if possible <= 0 else 100 * earned / possible


def _shown(hidden: re.Match[str]) -> str:
    char = hidden[0]
    if char == _DELETE:
        return _DELETE_PICTURE
    if char < " ":
        return chr(_PICTURES + ord(char))
    return "\ufffd" if "\ud800" <= char <= "\udfff" else f"<U+{ord(char):04X}>"

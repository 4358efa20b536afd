"""Texts that look the same and are not: another normal form, jamo of another block, a space that is none."""

from __future__ import annotations

import re
import unicodedata

_JAMO = re.compile(r"HANGUL (?:CHOSEONG|JUNGSEONG|JONGSEONG|LETTER) (.+)")
_JOINER = "\u200d"  # makes one emoji of several
_LONG = 2_000  # characters; who prints more than that does not compare by eye


def told_apart(one: str, other: str) -> tuple[str, str] | None:
    """The first place where two texts that look the same differ, in code points; None where one sees the difference.

    "ㄱ" may be U+3131, which is typed, or U+1100 or U+11A8, which `unicodedata.normalize("NFD", …)` gives.

    Returns:
        For each text its character there, such as "U+3131 HANGUL LETTER KIYEOK"; nothing where it has ended.
    """
    if one == other or max(len(one), len(other)) > _LONG or _seen(one) != _seen(other):
        return None
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return _named(one[at : at + 1]), _named(other[at : at + 1])


def _seen(text: str) -> list[str]:
    """What the eye makes of a text: composed, jamo without their place, one kind of space, nothing without width."""
    shown = []
    for character in unicodedata.normalize("NFC", text):
        jamo, category = _JAMO.match(unicodedata.name(character, "")), unicodedata.category(character)
        if jamo:
            shown.append(f"jamo {jamo[1]}")
        elif category != "Cf" or character == _JOINER:
            shown.append(" " if category == "Zs" else character)
    return shown


def _named(character: str) -> str:
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip() if character else ""

from __future__ import annotations

import unicodedata


def _keyboard_jamo(conjoining: str) -> str:
    """HANGUL CHOSEONG KIYEOK → HANGUL LETTER KIYEOK: the last part of the name is the same in both blocks."""
    return unicodedata.lookup("HANGUL LETTER " + unicodedata.name(conjoining).split(" ", 2)[2])


def jamo_tokenize(text: str) -> list[str]:
    tokens = []
    for char in unicodedata.normalize("NFC", text):
        if "가" <= char <= "힣":
            for part in unicodedata.normalize("NFD", char):
                tokens.append(_keyboard_jamo(part))
        elif not char.isspace():
            tokens.append(char)
    return tokens

from __future__ import annotations

import re
import unicodedata

_ALNUM = r"[^\W_]"  # exactly str.isalnum
_TOKEN = re.compile(rf"{_ALNUM}+(?:['’-]{_ALNUM}+)*|\S")


def whitespace_tokenize(text: str) -> list[str]:
    return re.findall(r"\S+", text)


def word_tokenize(text: str) -> list[str]:
    return _TOKEN.findall(text)


def syllable_tokenize(text: str) -> list[str]:
    return re.findall(r"\S", unicodedata.normalize("NFC", text))

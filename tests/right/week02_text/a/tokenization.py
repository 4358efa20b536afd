from __future__ import annotations

import unicodedata
from itertools import groupby


def whitespace_tokenize(text: str) -> list[str]:
    return ["".join(run) for space, run in groupby(text, str.isspace) if not space]


def word_tokenize(text: str) -> list[str]:
    tokens, glue = [], False  # glue: the next letter or digit belongs to the last token
    for i, char in enumerate(text):
        if char.isalnum():
            if glue:
                tokens[-1] += char
            else:
                tokens.append(char)
            glue = True
        elif glue and char in "'’-" and text[i + 1 : i + 2].isalnum():
            tokens[-1] += char
        else:
            glue = False
            if not char.isspace():
                tokens.append(char)
    return tokens


def syllable_tokenize(text: str) -> list[str]:
    return list("".join(unicodedata.normalize("NFC", text).split()))

"""Hangul syllables as jamo.

Source: The Unicode Standard, 3.12 "Conjoining Jamo Behavior": a syllable is 가 + (initial·21 + vowel)·28 + final.
"""

from __future__ import annotations


def jamo_tokenize(text: str) -> list[str]:
    """The compatibility jamo (ㄱ … ㅣ) of each Hangul syllable of the text in NFC, in order: 값 → ㄱ ㅏ ㅄ.

    Every other character that is not whitespace is a token as it is.
    """
    # YOUR CODE HERE
    raise NotImplementedError

"""Hangul syllables as jamo.

Source: The Unicode Standard, 3.12 "Conjoining Jamo Behavior": a syllable is 가 + (initial·21 + vowel)·28 + final.
"""

from __future__ import annotations

import unicodedata  # SOLUTION NO PROMPT

# BEGIN SOLUTION
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS = ["", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"]
# END SOLUTION


def jamo_tokenize(text: str) -> list[str]:
    """The compatibility jamo (ㄱ … ㅣ) of each Hangul syllable of the text in NFC, in order: 값 → ㄱ ㅏ ㅄ.

    Every other character that is not whitespace is a token as it is.
    """
    # BEGIN SOLUTION
    tokens: list[str] = []
    for character in unicodedata.normalize("NFC", text):
        if "가" <= character <= "힣":
            initial, rest = divmod(ord(character) - ord("가"), len(_VOWELS) * len(_FINALS))
            vowel, final = divmod(rest, len(_FINALS))
            tokens += [_INITIALS[initial], _VOWELS[vowel], *_FINALS[final]]
        elif not character.isspace():
            tokens.append(character)
    return tokens
    # END SOLUTION

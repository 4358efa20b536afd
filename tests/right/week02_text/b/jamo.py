from __future__ import annotations

from itertools import product

from tokenization import syllable_tokenize

_INITIAL = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWEL = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINAL = ["", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"]
_TABLE = dict(enumerate(map("".join, product(_INITIAL, _VOWEL, _FINAL)), start=0xAC00))


def jamo_tokenize(text: str) -> list[str]:
    return list("".join(syllable_tokenize(text)).translate(_TABLE))

"""Korean particles whose form depends on the sound before them: 은/는, 이/가, 을/를, 과/와, 으로/로.

Templates write both forms, `{name}은(는)`. After a value that ends in Hangul or a digit the right form is known;
after anything else (Latin letters, symbols) both stay, as Korean texts do.
"""

from __future__ import annotations

import re

# The form after a final consonant, the form after a vowel.
_PAIRS = {
    "은(는)": ("은", "는"),
    "이(가)": ("이", "가"),
    "을(를)": ("을", "를"),
    "과(와)": ("과", "와"),
    "(으)로": ("으로", "로"),
}
_HEAD = re.compile(r"^([`'\"’”)\]」』]*)(" + "|".join(re.escape(pair) for pair in _PAIRS) + ")")
# The final consonants of 영 일 이 삼 사 오 육 칠 팔 구; ㄹ counts as a vowel before (으)로.
_DIGIT_FINALS = ("ㅇ", "ㄹ", "", "ㅁ", "", "", "ㄱ", "ㄹ", "ㄹ", "")
_FIRST, _LAST, _FINALS, _RIEUL = 0xAC00, 0xD7A3, 28, 8


def attach(value: str, literal: str) -> str:
    """`literal` with the particle at its head in the form that `value`, the text before it, asks for."""
    match = _HEAD.match(literal)
    final = _final(value)
    if match is None or final is None:
        return literal
    after_consonant, after_vowel = _PAIRS[match[2]]
    soft = not final or (final == "ㄹ" and match[2] == "(으)로")
    return match[1] + (after_vowel if soft else after_consonant) + literal[match.end() :]


def _final(value: str) -> str | None:
    """The final consonant of the last sound ("" for none), or None when it cannot be known."""
    last = value.rstrip("`'\"’”)]」』 ")[-1:]
    if last and _FIRST <= ord(last) <= _LAST:
        index = (ord(last) - _FIRST) % _FINALS
        return "" if index == 0 else "ㄹ" if index == _RIEUL else "받침"
    if last.isdigit() and last.isascii():
        return _DIGIT_FINALS[int(last)]
    return None

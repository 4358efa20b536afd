"""Texts for `tokenization` and `jamo`: tables of cases, and makers of random ones in several scripts."""

from __future__ import annotations

import unicodedata

from grader.testing import Draw

SPACED = (
    "I am a boy",
    "  two  spaces,\ta tab\nand a line ",
    "오늘 날씨가 참 좋다.",
    "one",
    "",
    "   ",
)
UNICODE_SPACES = ("a\u00a0b\u2003c\u3000d", "가\r\n나\x0b다\x0c라", "\u3000", "no\u200bbreak here", "끝 \u2028줄")
WORDS = (
    "I don't know.",
    "state-of-the-art methods, e.g. BERT",
    "Don’t say “hello” (twice)!",
    "It costs $3.50, or 2,000원.",
    "the dogs' tails, 'tis true",
    "wait -- what?!",
    "한국어도 잘 나눠요, 정말로!",
    "C++ and snake_case",
    "",
    " \n",
)
WORD_EDGES = (
    "rock-'n'-roll",
    "a--b a-'b '' - -a b- 'c d'",
    "1990's 3-4 x-1 GPT-4o's",
    "가-나 다'라 마’바",
    "em—dash en–dash non‑breaking a‐b",
    "a.b.c http://x.y/z?q=1&r=2 me@x.kr",
    "naïve cafe\u0301 x² ①번 ½",
    "__init__ a_b _",
    "👍🏽 ♥ 日本語 русский-текст ελληνικά",
    "a\u200bb\u00a0c\u3000d",
    "‘single’ `back` O’Neill’s",
)
SYLLABLES = (
    "오늘 날씨가 좋다!",
    "나는 NLP를 공부해요 ㅋㅋ",
    "값, 3개\t와\n줄",
    "abc",
    "",
    "  ",
)
DECOMPOSED = (
    unicodedata.normalize("NFD", "한국어 값 뷁"),
    "cafe\u0301 한\u1112\u1161\u11ab",
    unicodedata.normalize("NFD", "Ångström 있다"),
    "가\u11a8 나\u0301",
    "\u3000전각\u00a0공백\u2003끝",
    "👍🏽",
)
JAMO = ("값", "한국어", "닭이 흙을 밟다", "왜 의사가 웬 꿩을", "NLP 공부 ㅋㅋ!", "a1 가", "", " \n")
JAMO_EDGES = (
    unicodedata.normalize("NFD", "값진 뷁"),
    "\u1112\u1161\u11ab글",
    "ㄱㅏㅄ ㅘ ㆍ",
    "cafe\u0301 \u3000漢字",
    "힣가각갛",
    "\u1100 \u1161",
)
_ALPHABET = "abYZé09가나값힣ㄱㅏ漢''’’---_.,!?\u00a0\u3000   \t\n👍"


def mixed(draw: Draw) -> tuple[str]:
    """(text,): letters, digits, signs and whitespace in any order; in NFD in every third case."""
    places = draw.integers(0, len(_ALPHABET), (draw.size(5, 40),)).tolist()
    text = "".join(_ALPHABET[place] for place in places)
    return (unicodedata.normalize("NFD", text) if draw.index % 3 == 1 else text,)


def hangul(draw: Draw) -> tuple[str]:
    """(text,): any syllables, with a space or a sign now and then; in NFD in every third case."""
    codes = draw.integers(0, 11172 + 800, (draw.size(5, 30),)).tolist()
    text = "".join(chr(0xAC00 + code) if code < 11172 else " a!ㅋ7\n"[code % 6] for code in codes)
    return (unicodedata.normalize("NFD", text) if draw.index % 3 == 1 else text,)

"""Texts for `tokenization` and `jamo`: tables of cases, and makers of random ones in several scripts."""

from __future__ import annotations

SPACED = (
    "I am a boy",
    "  two  spaces,\ta tab\nand a line ",
    "오늘 날씨가 참 좋다.",
    "one",
    "",
    "   ",
)
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
SYLLABLES = (
    "오늘 날씨가 좋다!",
    "나는 NLP를 공부해요 ㅋㅋ",
    "값, 3개\t와\n줄",
    "abc",
    "",
    "  ",
)
JAMO = ("값", "한국어", "닭이 흙을 밟다", "왜 의사가 웬 꿩을", "NLP 공부 ㅋㅋ!", "a1 가", "", " \n")

"""Texts that look the same are told apart by their code points; those that do not are left to the eye."""

from __future__ import annotations

import re
import unicodedata

import pytest

from grader.messages import render
from grader.testing import assert_matches
from grader.testing.lookalikes import told_apart
from tests.testing.messages import failure

SEEN = [
    ("ㄱ", "\u1100", "U+3131 HANGUL LETTER KIYEOK", "U+1100 HANGUL CHOSEONG KIYEOK"),
    ("ㄱ", "\u11a8", "U+3131 HANGUL LETTER KIYEOK", "U+11A8 HANGUL JONGSEONG KIYEOK"),
    ("ㅏ", "\u1161", "U+314F HANGUL LETTER A", "U+1161 HANGUL JUNGSEONG A"),
    ("가나", unicodedata.normalize("NFD", "가나"), "U+AC00 HANGUL SYLLABLE GA", "U+1100 HANGUL CHOSEONG KIYEOK"),
    ("é", "e\u0301", "U+00E9 LATIN SMALL LETTER E WITH ACUTE", "U+0065 LATIN SMALL LETTER E"),
    ("a b", "a\u00a0b", "U+0020 SPACE", "U+00A0 NO-BREAK SPACE"),
    ("word", "word\u200b", "", "U+200B ZERO WIDTH SPACE"),
    ("\ufeffword", "word", "U+FEFF ZERO WIDTH NO-BREAK SPACE", "U+0077 LATIN SMALL LETTER W"),
]


@pytest.mark.parametrize("expected, actual, wanted, got", SEEN)
def test_look_alikes(expected: str, actual: str, wanted: str, got: str) -> None:
    """Both sides are named where they first differ."""
    assert told_apart(expected, actual) == (wanted, got)
    assert told_apart(actual, expected) == (got, wanted)
    message = failure(lambda: assert_matches([actual], [expected], what="tokens"))
    assert (message.key, message.params["wanted"], message.params["got"]) == ("text_looks_alike", wanted, got)
    for lang in ("en", "ko"):
        said = render(message, lang)
        assert wanted in said and got in said and not re.search(r"\{|\[\?|[:,] ?\.", said)


@pytest.mark.parametrize(
    "expected, actual",
    [
        ("a", "a"),
        ("a", "A"),
        ("ㄱ", "ㄴ"),
        ("1", "①"),
        ("a b", "ab"),
        ("가", "ㄱㅏ"),
        ("각", "가ㄱ"),
        ("ㅎㅏ", "하"),
        ("ㅏ", "A"),
        ("👨\u200d👩", "👨👩"),
        ("\ud800", "x"),
        ("\ue000", "x"),
        ("a" * 20_000, "a" * 20_000 + "\u200b"),
    ],
)
def test_what_one_sees(expected: str, actual: str) -> None:
    """The same text, other letters, a character that is another one's kin, and a text that nobody reads."""
    assert told_apart(expected, actual) is None

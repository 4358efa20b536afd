"""Checks of `bpe`: what is joined, in which order, and that every text comes back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pytest

from assignments.week02_text.bpe_texts import GIVEN, OVERLAPPING, PIECES, ROUND, TIED, UNTIED, sentences, tied, untied
from grader.testing import assert_matches, expect, fail

pytestmark = pytest.mark.task("bpe")

_LONGEST = 300  # characters of an argument in a message
ALL = 1_000  # more merges than a short text has
NEWS = "우리는 오늘도 새로운 문장을 읽는다. We read new sentences today, as we did yesterday."


@pytest.mark.points(1.5)
def test_merges(student: Any, reference: Any, cases: Any) -> None:
    """train_bpe joins the most frequent pair of neighbours, again and again.

    ko: train_bpe는 가장 자주 나오는 이웃 쌍을 합치기를 되풀이한다.
    """
    _train(student, reference, [*UNTIED, *cases(untied, n=4)])


@pytest.mark.points(1)
@pytest.mark.needs("test_merges")
def test_ties(student: Any, reference: Any, cases: Any) -> None:
    """Of equally frequent pairs the smallest is joined first, as Python compares tuples of bytes.

    ko: 빈도가 같은 쌍 중에서는 파이썬이 bytes의 튜플을 비교할 때 가장 작은 쌍을 먼저 합친다.
    """
    _train(student, reference, [*TIED, *cases(tied, n=4)])


@pytest.mark.points(1)
@pytest.mark.needs("test_merges")
def test_overlaps(student: Any, reference: Any) -> None:
    """Overlapping pairs all count (aaa has two), and pairs are joined from left to right (aaa becomes aa, a).

    ko: 겹치는 쌍도 모두 세고(aaa에는 두 개), 왼쪽부터 합친다(aaa는 aa, a가 된다).
    """
    _train(student, reference, OVERLAPPING)


@pytest.mark.points(0.5)
def test_end_of_training(student: Any) -> None:
    """Training stops when no pair is left, and learns nothing from 0 merges or an empty text.

    ko: 남은 쌍이 없으면 학습을 멈추고, 병합 횟수가 0이거나 텍스트가 비어 있으면 아무것도 배우지 않는다.
    """
    for text, most, merges in (
        ("ab", 10, [(b"a", b"b")]),
        ("ab", 1, [(b"a", b"b")]),
        ("ababab", 0, []),
        ("", 5, []),
        ("a", 5, []),
        ("\n", 5, []),
        ("abab", 5, [(b"a", b"b"), (b"ab", b"ab")]),
    ):
        _same(student.train_bpe(text, most), merges, f"train_bpe({text!r}, {most})")


@pytest.mark.points(1.5)
def test_encode(student: Any, reference: Any, cases: Any) -> None:
    """bpe_encode applies each merge once, in the order of the list, from left to right.

    ko: bpe_encode는 병합을 리스트의 순서대로 하나씩 한 번만, 왼쪽부터 적용한다.
    """
    for text, written in GIVEN:
        merges = [_pair(pair) for pair in written]
        _encode(student, reference, text, merges)
    for text, most in cases(untied, n=3):
        merges = reference.train_bpe(text, most)
        _encode(student, reference, text[:20], merges)
    _encode(student, reference, "값값", [(b"\xea", b"\xb0"), (b"\x92", b"\xea\xb0"), (b"\xea\xb0", b"\x92")])


@pytest.mark.points(1)
@pytest.mark.needs("test_encode")
def test_pieces(student: Any, reference: Any, cases: Any) -> None:
    r"""No merge crosses a cut: white space goes with what follows it; at the end of the text it is a piece by itself.

    ko: 어떤 병합도 조각의 경계를 넘지 않는다. 공백은 뒤따르는 글자와 한 조각이고, 텍스트 끝의 공백은 따로 한 조각이다.
    """
    _encode(student, reference, "a b c", [(b"a", b" "), (b" ", b"b"), (b" b", b" ")])
    _encode(student, reference, "a  \n", [(b"a", b" "), (b" ", b"\n"), (b" ", b" ")])
    _encode(student, reference, "ab\n\nab", [(b"b", b"\n"), (b"\n", b"\n"), (b"\n\n", b"a")])
    for text in (*PIECES, *(text for text, _ in cases(lambda draw: sentences(draw, 5), n=4))):
        pieces = [piece.encode() for piece in re.findall(r"\s*\S+|\s+$", text)]
        merges = student.train_bpe(text, ALL)
        what = f"bpe_encode({text!r}, train_bpe({text!r}, {ALL}))"
        _same(student.bpe_encode(text, merges), pieces, what)


@pytest.mark.points(0.5)
def test_decode(student: Any) -> None:
    """bpe_decode joins the bytes first and decodes then: a token may be a part of a character.

    ko: bpe_decode는 바이트를 먼저 모두 이은 다음 디코딩한다. 토큰은 글자의 일부일 수 있다.
    """
    for tokens, text in (
        ([b"ab", b" c", b"d"], "ab cd"),
        ([], ""),
        ([b"\xea", b"\xb0\x80"], "가"),
        ([b"a\xed\x95", b"\x9c\xea\xb8", b"\x80 "], "a한글 "),
        ([b"\xf0\x9f", b"\x98\x80!\n"], "😀!\n"),
    ):
        assert_matches(student.bpe_decode(tokens), text, what=f"bpe_decode({tokens})")


@pytest.mark.points(1)
@pytest.mark.needs("test_decode")
def test_round_trip(student: Any, reference: Any) -> None:
    """Every text comes back: white space, Korean, emoji, and words that the training did not see.

    ko: 공백, 한글, 이모지, 학습에서 보지 못한 단어까지 어떤 텍스트든 그대로 돌아온다.
    """
    merges = reference.train_bpe(NEWS, 40)
    for text in ROUND:
        _round_trip(student, text, merges)
        _round_trip(student, text, student.train_bpe(text, 5))


def _train(student: Any, reference: Any, cases: Iterable[tuple[str, int]]) -> None:
    for text, most in cases:
        _same(student.train_bpe(text, most), reference.train_bpe(text, most), f"train_bpe({_shown(text)}, {most})")


def _encode(student: Any, reference: Any, text: str, merges: list[tuple[bytes, bytes]]) -> None:
    what = f"bpe_encode({_shown(text)}, {_shown(merges)})"
    _same(student.bpe_encode(text, merges), reference.bpe_encode(text, merges), what)


def _same(actual: Any, expected: list[Any], what: str) -> None:
    """The same list of pairs or tokens; where the types are right, both lists are shown around the first difference."""
    if isinstance(actual, list) and all(map(_is_bytes, actual)) and actual != expected:
        kinds = {type(entry) for entry in expected}
        if not kinds or {type(entry) for entry in actual} <= kinds:
            common = zip(actual, expected, strict=False)
            at = next((i for i, (a, e) in enumerate(common) if a != e), min(len(actual), len(expected)))
            fail("week02.bpe_list", what=what, actual=_around(actual, at), expected=_around(expected, at))
    assert_matches(actual, expected, what=what)


def _shown(argument: Any) -> str:
    """The argument as it is printed, or the beginning of a long one."""
    printed = repr(argument)
    return printed if len(printed) <= _LONGEST else printed[:_LONGEST] + "…"


def _is_bytes(entry: Any) -> bool:
    """A token, or a pair of tokens."""
    pair = entry if isinstance(entry, tuple) and len(entry) == 2 else (entry,)
    return all(isinstance(token, bytes) for token in pair)


def _around(entries: list[Any], at: int) -> str:
    """The list as it is printed, without what is far from place `at`."""
    start, stop = max(0, at - 3), at + 4
    shown = ", ".join(map(repr, entries[start:stop]))
    return f"[{'…, ' if start else ''}{shown}{', …' if stop < len(entries) else ''}]"


def _round_trip(student: Any, text: str, merges: Any) -> None:
    tokens = student.bpe_encode(text, merges)
    assert_matches(student.bpe_decode(tokens), text, what=f"bpe_decode(bpe_encode({text!r}, …))")
    parts = isinstance(tokens, list) and all(isinstance(token, bytes) and token for token in tokens)
    expect(parts and b"".join(tokens) == text.encode(), "week02.bpe_bytes", what=f"bpe_encode({text!r}, …)")


def _pair(written: str) -> tuple[bytes, bytes]:
    left, right = written.split(" ")
    return left.encode(), right.encode()

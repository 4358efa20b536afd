"""Checks of `tokenization`: whitespace, words, syllables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from assignments.week02_text.token_lists import listed
from assignments.week02_text.tokenization_texts import (
    DECOMPOSED,
    SPACED,
    SYLLABLES,
    UNICODE_SPACES,
    WORD_EDGES,
    WORDS,
    hangul,
    mixed,
)
from grader.testing import assert_matches, expect

pytestmark = pytest.mark.task("tokenization")


@pytest.mark.points(1)
def test_whitespace(student: Any, reference: Any) -> None:
    """The parts between runs of whitespace, none of them empty.

    ko: 이어진 공백들 사이의 부분들이며, 빈 문자열은 없다.
    """
    _same(student, reference, "whitespace_tokenize", SPACED)


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_whitespace")
def test_whitespace_random(student: Any, reference: Any, cases: Any) -> None:
    """Every kind of Unicode whitespace separates.

    ko: 유니코드의 모든 공백 문자에서 나뉜다.
    """
    texts = [text for (text,) in cases(mixed, n=12)]
    _same(student, reference, "whitespace_tokenize", [*UNICODE_SPACES, *texts])


@pytest.mark.points(2)
def test_words(student: Any, reference: Any) -> None:
    """Words with inner apostrophes and hyphens in one piece, every other sign by itself.

    ko: 안쪽에 아포스트로피나 하이픈이 있는 단어는 한 토큰이고 다른 문자는 하나하나가 토큰이다.
    """
    _same(student, reference, "word_tokenize", WORDS)


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_words")
def test_no_character_is_lost(student: Any, cases: Any) -> None:
    """The tokens, joined, are the text without its whitespace.

    ko: 토큰을 이어 붙이면 공백을 뺀 텍스트가 된다.
    """
    for (text,) in cases(mixed, n=24):
        tokens = listed(student.word_tokenize(text), f"word_tokenize({text!r})")
        joined, whole = "".join(tokens), "".join(text.split())
        expect(joined == whole, "week02.tokens_lose", text=repr(text), actual=repr(joined), expected=repr(whole))


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_words")
def test_words_random(student: Any, reference: Any, cases: Any) -> None:
    """Doubled hyphens, signs at the edges of words, letters of any script.

    ko: 이어진 하이픈, 단어 가장자리의 기호, 여러 나라의 글자에서도 맞다.
    """
    _same(student, reference, "word_tokenize", [*WORD_EDGES, *(text for (text,) in cases(mixed, n=24))])


@pytest.mark.points(1)
def test_syllables(student: Any, reference: Any) -> None:
    """Every character that is not whitespace.

    ko: 공백이 아닌 모든 문자가 하나씩 토큰이 된다.
    """
    _same(student, reference, "syllable_tokenize", SYLLABLES)


@pytest.mark.points(2)
@pytest.mark.hidden
@pytest.mark.needs("test_syllables")
def test_syllables_decomposed(student: Any, reference: Any, cases: Any) -> None:
    """Decomposed text is composed first (NFC), so that a syllable is one token.

    ko: 풀어쓴 텍스트는 먼저 NFC로 합쳐 음절 하나가 토큰 하나가 된다.
    """
    texts = [text for maker in (hangul, mixed) for (text,) in cases(maker, n=9)]
    _same(student, reference, "syllable_tokenize", [*DECOMPOSED, *texts])


def _same(student: Any, reference: Any, name: str, texts: Sequence[str]) -> None:
    """All results at once: a single short list would be that of a known mistake by chance, and be told as that."""
    actual, expected = ([getattr(side, name)(text) for text in texts] for side in (student, reference))
    assert_matches(actual, expected, what=[f"{name}({text!r})" for text in texts])

"""Checks of `tokenization`: whitespace, words, syllables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from assignments.week02_text.tokenization_texts import SPACED, SYLLABLES, WORDS
from grader.testing import assert_matches

pytestmark = pytest.mark.task("tokenization")


@pytest.mark.points(1)
def test_whitespace(student: Any, reference: Any) -> None:
    """The parts between runs of whitespace, none of them empty.

    ko: 이어진 공백들 사이의 부분들이며, 빈 문자열은 없다.
    """
    _same(student, reference, "whitespace_tokenize", SPACED)


@pytest.mark.points(2)
def test_words(student: Any, reference: Any) -> None:
    """Words with inner apostrophes and hyphens in one piece, every other sign by itself.

    ko: 안쪽에 아포스트로피나 하이픈이 있는 단어는 한 토큰이고 다른 문자는 하나하나가 토큰이다.
    """
    _same(student, reference, "word_tokenize", WORDS)


@pytest.mark.points(1)
def test_syllables(student: Any, reference: Any) -> None:
    """Every character that is not whitespace.

    ko: 공백이 아닌 모든 문자가 하나씩 토큰이 된다.
    """
    _same(student, reference, "syllable_tokenize", SYLLABLES)


def _same(student: Any, reference: Any, name: str, texts: Sequence[str]) -> None:
    """All results at once: a single short list would be that of a known mistake by chance, and be told as that."""
    actual, expected = ([getattr(side, name)(text) for text in texts] for side in (student, reference))
    assert_matches(actual, expected, what=[f"{name}({text!r})" for text in texts])

"""Checks of `jamo`: syllables taken apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from assignments.week02_text.tokenization_texts import JAMO, JAMO_EDGES, hangul, mixed
from grader.testing import assert_matches

pytestmark = pytest.mark.task("jamo")

SYLLABLES = 11172


@pytest.mark.points(1)
def test_jamo(student: Any, reference: Any) -> None:
    """Each syllable gives two or three compatibility jamo, every other character itself.

    ko: 음절마다 호환용 자모 두세 개가 나오고 다른 문자는 그대로이다.
    """
    _same(student, reference, JAMO)


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_jamo")
def test_every_syllable(student: Any, reference: Any) -> None:
    """All 11,172 syllables.

    ko: 음절 11,172개에서 모두 맞다.
    """
    text = "".join(chr(ord("가") + i) for i in range(SYLLABLES))
    assert_matches(student.jamo_tokenize(text), reference.jamo_tokenize(text), what="jamo_tokenize(가 … 힣)")


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_jamo")
def test_jamo_in_mixed_text(student: Any, reference: Any, cases: Any) -> None:
    """Decomposed text, jamo by themselves, other scripts and every kind of whitespace.

    ko: 풀어쓴 텍스트, 낱자모, 다른 문자, 여러 가지 공백이 섞여 있어도 맞다.
    """
    texts = [text for maker in (hangul, mixed) for (text,) in cases(maker, n=9)]
    _same(student, reference, [*JAMO_EDGES, *texts])


def _same(student: Any, reference: Any, texts: Sequence[str]) -> None:
    """All results at once: a single short list would be that of a known mistake by chance, and be told as that."""
    actual, expected = ([side.jamo_tokenize(text) for text in texts] for side in (student, reference))
    assert_matches(actual, expected, what=[f"jamo_tokenize({text!r})" for text in texts])

"""Checks of `jamo`: syllables taken apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from assignments.week02_text.tokenization_texts import JAMO
from grader.testing import assert_matches

pytestmark = pytest.mark.task("jamo")


@pytest.mark.points(1)
def test_jamo(student: Any, reference: Any) -> None:
    """Each syllable gives two or three compatibility jamo, every other character itself.

    ko: 음절마다 호환용 자모 두세 개가 나오고 다른 문자는 그대로이다.
    """
    _same(student, reference, JAMO)


def _same(student: Any, reference: Any, texts: Sequence[str]) -> None:
    """All results at once: a single short list would be that of a known mistake by chance, and be told as that."""
    actual, expected = ([side.jamo_tokenize(text) for text in texts] for side in (student, reference))
    assert_matches(actual, expected, what=[f"jamo_tokenize({text!r})" for text in texts])

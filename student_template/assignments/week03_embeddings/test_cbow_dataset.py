"""Checks of `cbow_dataset`: the words around a word."""

from __future__ import annotations

from typing import Any

import pytest

from assignments.week03_embeddings.pair_lists import call, different_words, short
from grader.testing import assert_matches

pytestmark = pytest.mark.task("cbow_dataset")


def check(student: Any, reference: Any, tokens: list[str]) -> None:
    """The pairs of this text."""
    actual, expected = (side.create_cbow_dataset(tokens) for side in (student, reference))
    assert_matches(actual, expected, what=call("create_cbow_dataset", tokens))


@pytest.mark.points(2)
def test_pairs(student: Any, reference: Any, cases: Any) -> None:
    """Each word that has two words on either side stands behind these four, from left to right.

    ko: 양쪽에 단어가 두 개씩 있는 단어마다 그 네 단어를 왼쪽부터 담고 그 단어를 뒤에 둔다.
    """
    for (tokens,) in cases(different_words, n=8):
        check(student, reference, tokens)


@pytest.mark.points(1)
@pytest.mark.needs("test_pairs")
def test_short(student: Any, reference: Any, cases: Any) -> None:
    """Fewer than five words give no pair, five give one, six give two.

    ko: 단어가 다섯 개보다 적으면 쌍이 없고, 다섯 개면 하나, 여섯 개면 둘이다.
    """
    for (tokens,) in cases(short, n=7):
        check(student, reference, tokens)

"""Checks of `fasttext`: character n-grams, their buckets, and a word's vector from both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from assignments.week03_embeddings.elmo_modules import check_state, loaded
from assignments.week03_embeddings.fasttext_inputs import PUBLISHED, WORDS, shapes, sums
from grader.testing import assert_matches

pytestmark = pytest.mark.task("fasttext")

RESULT = "FastTextEmbedding(…)(word, ngrams, mask)"


@pytest.mark.points(2)
def test_ngrams(student: Any, reference: Any) -> None:
    """The n-grams of '<word>', the shortest first, those of one length from left to right, each as often as it occurs.

    ko: '<단어>'의 n-gram이 짧은 것부터, 길이가 같으면 왼쪽부터, 나온 횟수만큼 들어 있다.
    """
    _same_ngrams(student, reference, WORDS)
    for word in ("where", "unbelievable"):  # the default lengths
        assert_matches(student.char_ngrams(word), reference.char_ngrams(word), what=f"char_ngrams({word!r})")


@pytest.mark.points(2)
def test_published_values(student: Any) -> None:
    """With 2**32 buckets the result is FNV-1a itself, as published; with fewer its remainder.

    ko: 버킷이 2**32개이면 공개된 FNV-1a 값 그대로이고, 더 적으면 그 나머지이다.
    """
    calls = [(text, count) for text in PUBLISHED for count in (2**32, 1_000_003)]
    expected = [PUBLISHED[text] % count for text, count in calls]
    assert_matches([student.bucket(*c) for c in calls], expected, what=[f"bucket({t!r}, {n})" for t, n in calls])


@pytest.mark.points(1)
def test_state(student: Any, cases: Any) -> None:
    """There are two trainable tables, `words` [V, E] and `ngrams` [num_buckets, E], and nothing else.

    ko: 학습할 수 있는 표 `words` [V, E]와 `ngrams` [num_buckets, E]만 있다.
    """
    for sizes, _, _ in cases(sums, n=3):
        check_state(student.FastTextEmbedding(*sizes), shapes(*sizes), f"FastTextEmbedding{sizes}")


@pytest.mark.points(2)
@pytest.mark.needs("test_state")
def test_vectors(student: Any, reference: Any, cases: Any) -> None:
    """The result is the word's vector plus the sum of the n-grams' vectors where mask is True.

    ko: 결과는 단어의 벡터에 mask가 True인 n-gram의 벡터를 모두 더한 값이다.
    """
    _same_vectors(student, reference, cases(sums, n=6))


def _same_ngrams(student: Any, reference: Any, calls: Sequence[tuple[str, int, int]]) -> None:
    """All results at once: a single short list would be that of a known mistake by chance, and be told as that."""
    actual, expected = ([side.char_ngrams(*c) for c in calls] for side in (student, reference))
    assert_matches(actual, expected, what=[f"char_ngrams({w!r}, {low}, {high})" for w, low, high in calls])


def _same_vectors(student: Any, reference: Any, cases: Any) -> None:
    for sizes, state, arguments in cases:
        actual, expected = (loaded(side.FastTextEmbedding(*sizes), state) for side in (student, reference))
        assert_matches(actual(*arguments), expected(*arguments), what=RESULT)

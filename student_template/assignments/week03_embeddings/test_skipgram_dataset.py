"""Checks of `skipgram_dataset`: neighbours, and words from outside of the window."""

from __future__ import annotations

from typing import Any

import pytest

from assignments.week03_embeddings.skipgram_dataset_inputs import check_negatives, check_neighbours, to_repeat, with_seed
from grader.testing import expect

pytestmark = pytest.mark.task("skipgram_dataset")


@pytest.mark.points(2)
def test_neighbours(student: Any, cases: Any) -> None:
    """Each centre has its four neighbours with 1, from left to right, then four words with 0.

    ko: 중심 단어마다 이웃 네 개가 왼쪽부터 1과 함께, 그다음 단어 네 개가 0과 함께 나온다.
    """
    for case in cases(with_seed, n=8):
        check_neighbours(student.create_skipgram_dataset(*case), *case)


@pytest.mark.points(2)
@pytest.mark.needs("test_neighbours")
def test_negatives(student: Any, cases: Any) -> None:
    """The words with 0 stand outside of the window: farther than two positions from the centre.

    ko: 0이 붙은 단어는 윈도 밖, 곧 중심 단어에서 두 칸보다 먼 곳에 있다.
    """
    for case in cases(with_seed, n=12):
        check_negatives(student.create_skipgram_dataset(*case), *case)


@pytest.mark.points(1)
@pytest.mark.needs("test_neighbours")
def test_seed(student: Any, cases: Any) -> None:
    """The same seed gives the same list, whatever was drawn before; other seeds give others.

    ko: 그 전에 무엇을 뽑았든 seed가 같으면 리스트가 같고, seed가 다르면 다르다.
    """
    for tokens, seed in cases(to_repeat, n=3):
        results = []
        for own, number in ((1, seed), (2, seed), (1, seed - 1)):
            student.seed(own)  # the global generators of the student's process
            results.append(student.create_skipgram_dataset(tokens, number))
        expect(results[0] == results[1], "week03.negatives_differ", seed=seed)
        expect(results[0] != results[2], "week03.negatives_constant", one=seed, other=seed - 1)

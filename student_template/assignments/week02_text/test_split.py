"""Checks of `split`: who is in which set."""

from __future__ import annotations

from typing import Any

import pytest

from assignments.week02_text.split_inputs import check_once, check_sizes, lists_of, to_divide, to_repeat
from assignments.week02_text.vocab_calls import call
from grader.testing import expect

pytestmark = pytest.mark.task("split")


@pytest.mark.points(1)
def test_sizes(student: Any, cases: Any) -> None:
    """Validation and test set have their share of n, rounded; all others are in the training set.

    ko: 검증 집합과 테스트 집합의 크기는 n에 비율을 곱해 반올림한 값이고, 나머지는 학습 집합에 들어간다.
    """
    for case in cases(to_divide, n=20):
        check_sizes(lists_of(student.train_valid_test_split(*case), *case), *case)


@pytest.mark.points(1)
def test_each_once(student: Any, cases: Any) -> None:
    """Each index is in exactly one of the three lists.

    ko: 인덱스가 저마다 세 리스트 중 정확히 하나에 들어간다.
    """
    for case in cases(to_divide, n=20):
        lists = lists_of(student.train_valid_test_split(*case), *case)
        check_once([index for part in lists for index in part], case[0], call("train_valid_test_split", *case))


@pytest.mark.points(1)
@pytest.mark.needs("test_each_once")
def test_seed(student: Any, cases: Any) -> None:
    """The same seed gives the same sets, whatever was drawn before; other seeds give others.

    ko: 그 전에 무엇을 뽑았든 seed가 같으면 세 집합이 같고, seed가 다르면 다르다.
    """
    for n, ratios, seed in cases(to_repeat, n=3):
        results = []
        for own, number in ((1, seed), (2, seed), (1, seed - 1)):
            student.seed(own)  # the global generators of the student's process
            results.append(lists_of(student.train_valid_test_split(n, ratios, number), n, ratios, number))
        first, again, other = ([sorted(part) for part in lists] for lists in results)
        expect(results[0] == results[1] and first == again, "week02.split_differs", seed=seed)
        expect(first != other, "week02.split_constant", one=seed, other=seed - 1)

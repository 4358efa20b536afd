"""Checks of `split`: who is in which set."""

from __future__ import annotations

from typing import Any

import pytest

from assignments.week02_text.split_inputs import check_once, check_sizes, lists_of, many_seeds, to_divide, to_repeat
from assignments.week02_text.vocab_calls import call
from grader.testing import assert_frequencies, assert_rate, expect

pytestmark = pytest.mark.task("split")

SMALL, RATIOS = 10, (0.6, 0.2, 0.2)  # 2 of the 10 indices are in the validation set, 2 in the test set
TESTS = 2 * SMALL + 3  # statistical ones, which share the false-alarm rate


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


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_sizes", "test_each_once", "test_seed")
def test_uniform(student: Any, cases: Any) -> None:
    """Every index is equally often in each set, independently of its neighbours.

    ko: 인덱스마다 각 집합에 들어갈 확률이 같고, 이웃한 인덱스의 영향을 받지 않는다.
    """
    ((seeds,),) = cases(many_seeds, n=1)
    results = student.map(student.train_valid_test_split, [(SMALL, RATIOS, seed) for seed in seeds])
    divisions = [lists_of(r, SMALL, RATIOS, seed) for r, seed in zip(results, seeds, strict=True)]
    for name, place in (("valid", 1), ("test", 2)):
        for index in range(SMALL):
            inside = sum(index in lists[place] for lists in divisions)
            assert_rate(inside, len(seeds), 0.2, what=f"index {index} in {name}", false_alarm=1e-6 / TESTS)
    _, valids, tests = zip(*divisions, strict=True)
    for name, pairs in (("valid", valids), ("test", tests)):
        # 9 of the 45 pairs of indices are neighbours
        neighbours = sum(abs(a - b) == 1 for a, b in pairs)
        assert_rate(neighbours, len(seeds), 0.2, what=f"neighbours in {name}", false_alarm=1e-6 / TESTS)
    lower = [sum(v < t for v in valid for t in test) for valid, test in zip(valids, tests, strict=True)]
    # Two and two indices stand in one of six orders, with 0, 1, 2, 2, 3 and 4 such pairs.
    shares = {0: 1 / 6, 1: 1 / 6, 2: 1 / 3, 3: 1 / 6, 4: 1 / 6}
    counts = {value: lower.count(value) for value in shares}
    assert_frequencies(counts, shares, what="pairs with valid below test", false_alarm=1e-6 / TESTS)

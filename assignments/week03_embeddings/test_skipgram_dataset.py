"""Checks of `skipgram_dataset`: neighbours, and words from outside of the window."""

from __future__ import annotations

from typing import Any

import pytest

from assignments.week03_embeddings.skipgram_dataset_inputs import (
    EACH,
    blocks,
    check_negatives,
    check_neighbours,
    edges,
    many_seeds,
    outside,
    to_repeat,
    with_seed,
)
from grader.testing import assert_frequencies, assert_rate, expect

pytestmark = pytest.mark.task("skipgram_dataset")

DIFFERENT = [f"w{i}" for i in range(9)]  # each of its five centres has four positions outside
# The centre stands at 4: of the four positions outside, three hold "the", which is a neighbour as well.
REPEATED = ["the", "the", "cat", "the", "sat", "on", "a", "mat", "the"]
TESTS = 5 + 3 + 4 + 1  # statistical ones, which share the false-alarm rate


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


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_neighbours")
def test_edges(student: Any, cases: Any) -> None:
    """Short texts have no centre, or one without negatives; words that come again are counted by position.

    ko: 짧은 글에는 중심 단어가 없거나 네거티브가 없다. 반복되는 단어는 위치로 센다.
    """
    for case in cases(edges, n=12):
        result = student.create_skipgram_dataset(*case)
        check_neighbours(result, *case)
        check_negatives(result, *case)


@pytest.mark.points(2)
@pytest.mark.hidden
@pytest.mark.needs("test_neighbours", "test_negatives", "test_seed")
def test_uniform(student: Any, cases: Any) -> None:
    """All positions outside of the window are equally probable, and all draws are independent.

    ko: 윈도 밖의 모든 위치가 뽑힐 확률이 같고, 서로 독립적으로 뽑힌다.
    """
    ((seeds,),) = cases(many_seeds, n=1)
    alarm = 1e-6 / TESTS
    results = student.map(student.create_skipgram_dataset, [(DIFFERENT, seed) for seed in seeds])
    places = []  # of each seed: centre by centre, which of the four positions outside were drawn
    for result, seed in zip(results, seeds, strict=True):
        check_negatives(result, DIFFERENT, seed)
        found = blocks(result, DIFFERENT, seed)
        places.append([[outside(DIFFERENT, t).index(p[1]) for p in b[EACH:]] for t, b in enumerate(found, start=2)])
    for k in range(5):
        drawn = [place for centres in places for place in centres[k]]
        counts = [drawn.count(place) for place in range(4)]
        assert_frequencies(
            counts, [0.25] * 4, what=f"positions outside of the window around {k + 2}", false_alarm=alarm
        )
    for i in range(1, EACH):
        equal = sum(centres[2][0] == centres[2][i] for centres in places)
        assert_rate(equal, len(seeds), 0.25, what=f"negatives 0 and {i} of a centre are equal", false_alarm=alarm)
    for k in range(1, 5):
        equal = sum(centres[0][0] == centres[k][0] for centres in places)
        assert_rate(equal, len(seeds), 0.25, what=f"centres 0 and {k} draw the same place", false_alarm=alarm)
    results = student.map(student.create_skipgram_dataset, [(REPEATED, seed) for seed in seeds])
    words = [p[1] for r, seed in zip(results, seeds, strict=True) for p in blocks(r, REPEATED, seed)[2][EACH:]]
    counts_of = {word: words.count(word) for word in {*words}}
    assert_frequencies(counts_of, {"the": 0.75, "mat": 0.25}, what="words", false_alarm=alarm)

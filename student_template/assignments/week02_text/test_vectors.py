"""Checks of `vectors`: one-hot, bag of words, tf-idf."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from assignments.week02_text.vectors_inputs import counts, documents, doubles, ids
from assignments.week02_text.vocab_calls import call
from grader.numerics import tolerance
from grader.testing import assert_matches

pytestmark = pytest.mark.task("vectors")

HANDOUT = [[2.0, 0.0, 1.0], [0.0, 0.0, 3.0]]
SINGLE = tolerance(torch.float32)


@pytest.mark.points(1.5)
def test_one_hot(student: Any, reference: Any, cases: Any) -> None:
    """Each row is 1 in its word's column and 0 elsewhere.

    ko: 행마다 자기 단어의 열만 1이고 나머지는 0이다.
    """
    for numbers, size in cases(ids, n=5):
        what = call("one_hot", numbers.tolist(), size)
        assert_matches(student.one_hot(numbers, size), reference.one_hot(numbers, size), what=what)


@pytest.mark.points(2)
def test_bag_of_words(student: Any, reference: Any, cases: Any) -> None:
    """Each row tells how often every word occurs in its document.

    ko: 행마다 그 문서에 단어가 몇 번씩 나왔는지가 들어 있다.
    """
    for docs, size in cases(documents, n=5):
        what = call("bag_of_words", docs, size)
        assert_matches(student.bag_of_words(docs, size), reference.bag_of_words(docs, size), what=what)


@pytest.mark.points(2.5)
def test_tf_idf(student: Any, reference: Any, cases: Any) -> None:
    """Counts are weighted by ln((1 + N)/(1 + df)) + 1, then each row has length 1.

    ko: 횟수에 ln((1 + N)/(1 + df)) + 1을 곱하고, 행마다 길이가 1이 되게 한다.
    """
    for case in ((torch.tensor(HANDOUT),), *cases(counts, n=6)):
        what = call("tf_idf", case[0].tolist())
        assert_matches(student.tf_idf(*case), reference.tf_idf(*case), what=what, tolerance=SINGLE)


@pytest.mark.points(0.5)
@pytest.mark.needs("test_tf_idf")
def test_tf_idf_precision(student: Any, reference: Any, cases: Any) -> None:
    """With counts in float64 the result has the precision of float64.

    ko: 횟수가 float64이면 결과의 정밀도도 float64이다.
    """
    for case in cases(doubles, n=3):
        assert_matches(student.tf_idf(*case), reference.tf_idf(*case), what="tf_idf(counts)")

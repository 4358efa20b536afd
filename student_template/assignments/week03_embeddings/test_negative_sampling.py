"""Checks of `negative_sampling`: the loss, the words that are drawn, and the frequent words that are left out."""

from __future__ import annotations

from typing import Any

import pytest

from assignments.week03_embeddings.negative_sampling_inputs import counted, embeddings, shares
from grader.testing import assert_matches

pytestmark = pytest.mark.task("negative_sampling")


@pytest.mark.points(3)
def test_loss(student: Any, reference: Any, cases: Any) -> None:
    """The loss is the mean over N of −log σ(c·p) − Σ_k log σ(−c·n_k).

    ko: 손실은 −log σ(c·p) − Σ_k log σ(−c·n_k)의 N에 대한 평균이다.
    """
    for case in cases(embeddings, n=8):
        assert_matches(student.negative_sampling_loss(*case), reference.negative_sampling_loss(*case), what="loss")


@pytest.mark.points(2)
def test_table(student: Any, reference: Any, cases: Any) -> None:
    """The probabilities are counts^power, divided by their sum; the power is 0.75 unless told otherwise.

    ko: 확률은 counts^power를 그 합으로 나눈 것이고, power를 주지 않으면 0.75이다.
    """
    for counts, power in cases(counted, n=8):
        assert_matches(student.unigram_table(counts, power), reference.unigram_table(counts, power), what="table")
        assert_matches(student.unigram_table(counts), reference.unigram_table(counts), what="table")


@pytest.mark.points(2)
def test_keep(student: Any, reference: Any, cases: Any) -> None:
    """A word of frequency f stays with the probability min(1, √(t/f)); t is 1e-5 unless told otherwise.

    ko: 빈도가 f인 단어는 min(1, √(t/f))의 확률로 남고, t를 주지 않으면 1e-5이다.
    """
    for f, t in cases(shares, n=8):
        assert_matches(student.keep_probability(f, t), reference.keep_probability(f, t), what="probability")
        assert_matches(student.keep_probability(f), reference.keep_probability(f), what="probability")

"""Checks of `negative_sampling`: the loss, the words that are drawn, and the frequent words that are left out."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from assignments.week03_embeddings.negative_sampling_inputs import (
    around_t,
    counted,
    embeddings,
    large,
    one_example,
    rare,
    shares,
)
from grader.testing import assert_gradients, assert_matches

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


@pytest.mark.points(2)
@pytest.mark.hidden
@pytest.mark.needs("test_loss")
def test_loss_gradients(student: Any, reference: Any, cases: Any) -> None:
    """The gradients of the loss reach centre, positive and negative embeddings.

    ko: 손실의 기울기가 중심, 포지티브, 네거티브 임베딩에 모두 닿는다.
    """
    assert_gradients(student.negative_sampling_loss, reference.negative_sampling_loss, cases(one_example, n=4))


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_loss")
def test_loss_large(student: Any, reference: Any, cases: Any) -> None:
    """Dot products of ±10⁴ give a finite, right loss, and finite, right gradients.

    ko: 내적이 ±10⁴이어도 손실과 기울기가 유한하고 맞다.
    """
    for case in cases(large, n=8):
        assert_matches(student.negative_sampling_loss(*case), reference.negative_sampling_loss(*case), what="loss")
    ones = (torch.ones(2, 1) * 100, -torch.ones(2, 1) * 100, torch.ones(2, 3, 1) * 100)
    assert_gradients(student.negative_sampling_loss, reference.negative_sampling_loss, [ones])


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_table")
def test_table_edges(student: Any, reference: Any, cases: Any) -> None:
    """Words that never occur have the probability 0, with power 0, too; large counts and a single word work.

    ko: 나오지 않은 단어의 확률은 power가 0이어도 0이다. 큰 counts와 단어 하나에서도 맞다.
    """
    for counts, power in cases(rare, n=9):
        assert_matches(student.unigram_table(counts, power), reference.unigram_table(counts, power), what="table")


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_keep")
def test_keep_edges(student: Any, reference: Any, cases: Any) -> None:
    """Words that never occur, and those with f up to t, always stay; both dtypes are kept.

    ko: 나오지 않은 단어와 f가 t 이하인 단어는 항상 남는다. dtype도 유지된다.
    """
    for f, t in cases(around_t, n=10):
        assert_matches(student.keep_probability(f, t), reference.keep_probability(f, t), what="probability")

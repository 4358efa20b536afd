"""Checks of `glove`: counts of neighbours, the weight, the loss and its gradients, ratios of probabilities."""

from __future__ import annotations
from typing import Any

import pytest
import torch

from assignments.week03_embeddings.glove_calls import call
from assignments.week03_embeddings.glove_inputs import BY_HAND, BY_HAND_COUNTS, ICE, ICE_TOTAL, PROBES, STEAM, STEAM_TOTAL, corpora, full, ice_and_steam, other_weights, weights, with_zeros
from grader.numerics import tolerance
from grader.testing import assert_gradients, assert_matches

pytestmark = pytest.mark.task("glove")

SINGLE = tolerance(torch.float32)
OF_MODEL = (0, 1, 2, 3)  # the gradient by the counts is not asked for


@pytest.mark.points(1)
def test_by_hand(student: Any) -> None:
    """Two sentences, counted by hand: a pair at distance d adds 1/d to [i, j] and to [j, i].

    ko: 손으로 센 두 문장: 거리가 d인 쌍은 [i, j]와 [j, i]에 1/d씩 더한다.
    """
    expected = torch.tensor(BY_HAND_COUNTS)
    assert_matches(student.cooccurrence(*BY_HAND), expected, what=call("cooccurrence", *BY_HAND))


@pytest.mark.points(2)
def test_cooccurrence(student: Any, reference: Any, cases: Any) -> None:
    """The counts of other sentences, with words that stand near themselves.

    ko: 다른 문장들도 맞게 센다. 같은 단어가 가까이에 다시 나오기도 한다.
    """
    for case in cases(corpora, n=6):
        assert_matches(student.cooccurrence(*case), reference.cooccurrence(*case), what=call("cooccurrence", *case))


@pytest.mark.points(2)
def test_weight(student: Any, reference: Any, cases: Any) -> None:
    """The weight is (x/x_max)^alpha below x_max and 1 from there on.

    ko: 가중치는 x_max 아래에서 (x/x_max)^alpha이고 그 이상에서 1이다.
    """
    for case in (*cases(weights, n=3), *cases(other_weights, n=4)):
        what = call("glove_weight", *case[1:], tensors="x")
        assert_matches(student.glove_weight(*case), reference.glove_weight(*case), what=what)


@pytest.mark.points(3)
def test_loss(student: Any, reference: Any, cases: Any) -> None:
    """The loss is the weighted squared error of ln x, summed over the pairs with x > 0.

    ko: 손실은 x > 0인 쌍에 대한 ln x의 가중 제곱 오차의 합이다.
    """
    for case in (*cases(full, n=4), *cases(with_zeros, n=4)):
        assert_matches(student.glove_loss(*case), reference.glove_loss(*case), what="glove_loss")


@pytest.mark.points(2)
@pytest.mark.needs("test_loss")
def test_gradients(student: Any, reference: Any, cases: Any) -> None:
    """Where every count is above 0, gradients reach both tables and both biases.

    ko: 모든 횟수가 0보다 클 때 두 임베딩과 두 편향에 기울기가 흐른다.
    """
    assert_gradients(student.glove_loss, reference.glove_loss, cases(full, n=4), wrt=OF_MODEL)


@pytest.mark.points(1.5)
def test_ice_and_steam(student: Any) -> None:
    """The paper's table: solid 8.9, gas 8.5e-2, water 1.36, fashion 0.96.

    ko: 논문의 표: solid 8.9, gas 8.5e-2, water 1.36, fashion 0.96.
    """
    x = ice_and_steam()
    for i, (probe, ice, steam) in enumerate(zip(PROBES, ICE, STEAM, strict=True)):
        expected = (ice / ICE_TOTAL) / (steam / STEAM_TOTAL)
        what = f"P({probe}|ice)/P({probe}|steam)"
        assert_matches(student.probability_ratio(x, 0, 1, 2 + i), expected, what=what, tolerance=SINGLE)

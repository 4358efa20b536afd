"""Checks of `regularization`: dropout, DropConnect, mixup and cutout."""

from __future__ import annotations
from typing import Any

import pytest
import torch
from assignments.week01_pytorch.mask_inputs import check_mask, linear_layer, shapes_to_drop, to_cut, to_drop, to_mix
from grader.testing import assert_gradients, assert_matches, assert_shape, expect

pytestmark = pytest.mark.task("regularization")


@pytest.mark.points(1)
def test_dropout(student: Any, cases: Any) -> None:
    """Each element is 0 with probability p, by itself, and x/(1 − p) otherwise.

    ko: 각 원소는 서로 독립적으로 확률 p로 0이 되고, 아니면 x/(1 − p)가 된다.
    """
    for x, p, generator in cases(to_drop, n=3):
        y = student.dropout(x, p, True, generator)
        assert_shape(y, x, what="y")
        kept = y != 0
        assert_matches(y, kept * x / (1 - p), what="y")
        check_mask(kept, p)


@pytest.mark.points(0.5)
def test_dropout_off(student: Any, cases: Any) -> None:
    """In evaluation mode, and with p = 0, the result is x; with p = 1 it is 0.

    ko: 평가 모드이거나 p = 0이면 결과는 x이고, p = 1이면 모두 0이다.
    """
    for x, generator in cases(shapes_to_drop, n=5):
        before = generator.get_state()
        assert_matches(student.dropout(x, 0.6, False, generator), x, what="dropout in evaluation mode")
        expect(torch.equal(generator.get_state(), before), "week01.drawn_in_evaluation")
        assert_matches(student.dropout(x, 0.0, True, generator), x, what="dropout with p = 0")
        assert_matches(student.dropout(x, 1.0, True, generator), torch.zeros_like(x), what="dropout with p = 1")


@pytest.mark.points(1)
def test_dropconnect(student: Any, cases: Any) -> None:
    """Each weight is 0 with probability p and W/(1 − p) otherwise, the same for all examples; the bias is kept.

    ko: 각 가중치는 확률 p로 0, 아니면 W/(1 − p)가 되며 모든 예제에 같은 마스크를 쓴다. 편향은 그대로 둔다.
    """
    for x, W, b, p, generator in cases(linear_layer, n=3):
        y = student.dropconnect_linear(x, W, b, p, True, generator)
        assert_shape(y, (len(x), len(W)), what="y")
        kept = _kept_weights(y, W, b, p)
        assert_matches(y, x @ (W * kept / (1 - p)).T + b, what="y")
        check_mask(kept, p)


@pytest.mark.points(0.5)
def test_mixup(student: Any, reference: Any, cases: Any) -> None:
    """x and y are mixed with x[perm] and y[perm] in the same proportion.

    ko: x와 y를 x[perm], y[perm]과 같은 비율로 섞는다.
    """
    for case in cases(to_mix, n=5):
        assert_matches(student.mixup(*case), reference.mixup(*case), what=["x", "y"])
    (x, y, _, perm), *_ = cases(to_mix, n=1)
    assert_gradients(
        lambda x, y: student.mixup(x, y, 0.3, perm), lambda x, y: reference.mixup(x, y, 0.3, perm), [(x, y)]
    )


@pytest.mark.points(0.5)
def test_cutout(student: Any, cases: Any) -> None:
    """One size×size square of zeros in each image, wholly inside and the same in all channels; the rest is x.

    ko: 이미지마다 그 안에 온전히 들어가는 size×size 정사각형 하나가 모든 채널에서 0이 되고, 나머지는 x와 같다.
    """
    for x, size, generator in cases(to_cut, n=4):
        y = student.cutout(x, size, generator)
        assert_shape(y, x, what="y")
        tops, lefts = _corners(y, size)
        assert_matches(y, _cut(x, size, tops, lefts), what="y")


def _kept_weights(y: torch.Tensor, W: torch.Tensor, b: torch.Tensor, p: float) -> torch.Tensor:
    """Which weights were kept, seen from the outputs for the unit vectors: nearer to W/(1 − p) than to 0."""
    seen = (y[: W.shape[1]] - b).detach().T  # [M, D]: W̃, if the bias was kept
    return seen.abs() > W.detach().abs() / (1 - p) / 2


def _corners(y: torch.Tensor, size: int) -> tuple[torch.Tensor, torch.Tensor]:
    """The first row and column with a zero in each image's first channel [N]; kept so far inside that a square fits."""
    zeros = y[:, 0] == 0
    tops, lefts = zeros.any(2).int().argmax(1), zeros.any(1).int().argmax(1)
    return tops.clamp(max=y.shape[2] - size), lefts.clamp(max=y.shape[3] - size)


def _cut(x: torch.Tensor, size: int, tops: torch.Tensor, lefts: torch.Tensor) -> torch.Tensor:
    """x with the square of zeros at these corners."""
    rows, columns = torch.arange(x.shape[2]), torch.arange(x.shape[3])
    inside_rows = (rows >= tops[:, None]) & (rows < tops[:, None] + size)  # [N, H]
    inside_columns = (columns >= lefts[:, None]) & (columns < lefts[:, None] + size)  # [N, W]
    return x.masked_fill((inside_rows[:, :, None] & inside_columns[:, None, :])[:, None], 0)

"""Checks of `fractional_max_pool`: maxima of 2×2 windows at given corners."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from grader.testing import Draw, assert_matches

pytestmark = pytest.mark.task("fractional_max_pool")

Arguments = tuple[torch.Tensor, torch.Tensor, torch.Tensor]


def regular(draw: Draw) -> Arguments:
    """(x [N, C, H, W], rows, cols): corners one or two apart, as fractional pooling draws them, the last one included.

    All values of every third case are negative: padding with 0 shows.
    """
    x, height, width = _images(draw)
    return x, _corners(draw, height), _corners(draw, width)


def _images(draw: Draw) -> tuple[torch.Tensor, int, int]:
    n, c = (1, 1) if draw.index == 1 else (draw.size(2, 3), draw.size(1, 3))
    height = draw.size(5, 8)
    width = height + 1 + draw.size(1, 2)
    x = draw.normal(n, c, height, width)
    return (-x.abs() if draw.index % 3 == 0 else x), height, width


def _corners(draw: Draw, side: int) -> torch.Tensor:
    """From 0 to side − 2 in steps of one or two."""
    corners = [0]
    while corners[-1] < side - 2:
        corners.append(min(corners[-1] + 1 + int(draw.integers(0, 2, ())), side - 2))
    return torch.tensor(corners)


@pytest.mark.points(1)
def test_values(student: Any, reference: Any, cases: Any) -> None:
    """Each value is the maximum of the 2×2 window at its corner.

    ko: 각 값은 그 꼭짓점에서 시작하는 2×2 창의 최댓값이다.
    """
    _compare(student, reference, cases(regular, n=6))


def _compare(student: Any, reference: Any, arguments: Any) -> None:
    for case in arguments:
        assert_matches(student.fractional_max_pool(*case), reference.fractional_max_pool(*case), what="maxima")

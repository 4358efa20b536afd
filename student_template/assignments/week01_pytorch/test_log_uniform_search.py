"""Checks of `log_uniform_search`: range, distribution, and where the randomness comes from."""

from __future__ import annotations

import math
from typing import Any

import pytest
import torch

from assignments.week01_pytorch.generators import seeded
from grader.testing import Draw, assert_distribution, assert_shape, expect, fail
from grader.testing.assertions import number

pytestmark = pytest.mark.task("log_uniform_search")

COUNT = 4_000  # tells log-uniform from uniform even on [1, 3]: allowed are 0.043, apart they are 0.13
ROUNDING = 1e-5  # float32, and exp of a logarithm


def ranges(draw: Draw) -> tuple[float, float, torch.Generator]:
    """(low, high, generator): several powers of ten, a factor of three, and others."""
    low, high = [(1e-5, 1e-1), (1.0, 3.0), (20.0, 5e4)][draw.index % 3]
    return low * draw.uniform(0.9, 1.1), high * draw.uniform(0.9, 1.1), seeded(draw)


@pytest.mark.points(0.5)
def test_range(student: Any, cases: Any) -> None:
    """n values in float32, all between low and high.

    ko: low와 high 사이의 값 n개를 float32로 반환한다.
    """
    for low, high, generator in cases(ranges, n=3):
        for n in (1, 7, 300):
            _in_range(student.sample_log_uniform(low, high, n, generator), low, high, n)


@pytest.mark.points(1)
@pytest.mark.needs("test_range")
def test_distribution(student: Any, cases: Any) -> None:
    """The logarithms are uniform: each power of ten gets equally many values.

    ko: 값의 로그가 균등하게 분포한다. 10의 거듭제곱 구간마다 값의 수가 같다.
    """
    for low, high, generator in cases(ranges, n=3):
        values = student.sample_log_uniform(low, high, COUNT, generator)
        _in_range(values, low, high, COUNT)
        shares = (values.double() / low).log() / math.log(high / low)
        assert_distribution(shares, lambda u: min(1.0, max(0.0, u)), what="ln(value/low) / ln(high/low)")


def _in_range(values: Any, low: float, high: float, n: int) -> None:
    assert_shape(values, (n,), what="values")
    dtype = str(values.dtype)
    expect(dtype == "torch.float32", "dtype_differs", what="values", expected="torch.float32", actual=dtype)
    for value in values[(values < low * (1 - ROUNDING)) | ~(values <= high * (1 + ROUNDING))].tolist():
        fail("out_of_range", what="values", actual=number(value), low=low, high=high)

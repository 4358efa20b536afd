"""16-bit results of a reference function are held against the error that it makes itself in that dtype."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from grader.testing import assert_matches
from grader.testing.reference import Exact, own_error
from tests.testing.messages import failure


def softmax(x: torch.Tensor) -> torch.Tensor:
    """[N, K]."""
    return torch.softmax(3 * x, -1)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_right_code_passes_and_a_few_percent_fail(dtype: torch.dtype) -> None:
    """A softmax by hand passes; errors that the fixed tolerance would let through do not."""
    x = torch.randn(16, 64, generator=torch.Generator().manual_seed(3)).to(dtype)
    expected = Exact(softmax)(x)
    assert own_error(expected) == float((softmax(x).double() - softmax(x.double())).abs().max())
    e = torch.exp(3 * x - (3 * x).max(-1, keepdim=True).values)
    assert_matches(e / e.sum(-1, keepdim=True), expected)
    off = (softmax(x.double()) * 1.08).to(dtype)
    assert failure(lambda: assert_matches(off, expected)).key == "value_differs"
    assert_matches(off, expected, tolerance=0.2)


def test_numpy_halves() -> None:
    """float16 arrays know the error, too; other dtypes have none."""
    a = np.linspace(0, 1, 50, dtype=np.float16).reshape(5, 10)
    expected = Exact(lambda x: x @ x.T)(a)
    error = own_error(expected)
    assert error is not None and error > 0
    assert_matches(a @ a.T, expected)
    assert failure(lambda: assert_matches(a @ a.T + np.float16(0.05), expected)).key == "value_differs"
    assert own_error(Exact(softmax)(torch.ones(2, 3))) is None

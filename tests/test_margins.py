"""Margins: what is noted inside, nothing outside."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from grader.errors import CheckFailed
from grader.margins import measured
from grader.testing import assert_matches


def test_half_of_the_tolerance() -> None:
    """An error of half of what is allowed is a margin of one half, under its dtype."""
    ref = torch.ones(4, dtype=torch.float64)
    with measured() as margins:
        assert_matches(ref + 1e-3, ref, tolerance=1e-3)  # allowed: τ·(rms + |ref|) = 2e-3
    assert margins.worst == {"float64": pytest.approx(0.5, rel=1e-6)}
    assert margins.compared == 1


def test_the_worst_counts() -> None:
    """Of several comparisons the worst is kept, each dtype by itself; a failed one is larger than 1."""
    with measured() as margins:
        for error in (3e-4, 1e-4):
            assert_matches(np.ones(3) + error, np.ones(3), tolerance=1e-3)
        assert_matches(1.0 + 1e-3, 1.0, tolerance=1e-3)
        with pytest.raises(CheckFailed):
            assert_matches(torch.tensor([2, 3]), torch.tensor([2, 5]))
    assert margins.worst["float64"] == pytest.approx(0.15, rel=1e-6)
    assert margins.worst["float"] == pytest.approx(0.5, rel=1e-6)
    assert margins.worst["int64"] == 2.0
    assert margins.compared == 4


def test_zeros_are_no_comparison() -> None:
    """Where the reference is all zeros nothing can be told apart from zeros; it has a margin all the same."""
    with measured() as margins:
        assert_matches(torch.zeros(3), torch.zeros(3))
        assert_matches(torch.zeros(0), torch.zeros(0))
        assert_matches(0, 0)
    assert margins.compared == 0
    assert margins.worst == {"float32": 0.0}


def test_not_a_number_is_infinitely_far() -> None:
    """An error that is none counts as infinite."""
    with measured() as margins:
        margins.add("float64", math.nan)
    assert margins.worst == {"float64": math.inf}


def test_nothing_outside() -> None:
    """Comparisons outside are not noted."""
    with measured() as margins:
        pass
    assert_matches(torch.ones(2), torch.ones(2))
    assert margins.compared == 0
    assert margins.worst == {}

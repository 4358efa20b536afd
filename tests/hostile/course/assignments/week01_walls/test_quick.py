"""The check of `quick`: of which attackers get a short time, and an argument larger than any buffer."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from grader.testing import assert_matches


@pytest.mark.points(2)
def test_quick(student: Any) -> None:
    """quick(x) is x + 1, at once.

    ko: quick(x)는 곧바로 x + 1을 돌려준다.
    """
    assert_matches(student.quick(1), 2)
    assert_matches(student.quick(torch.zeros(3 << 20)).sum().item(), float(3 << 20))

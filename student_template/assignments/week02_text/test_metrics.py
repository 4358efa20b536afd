"""Checks of `metrics`: F1 of several labels, micro and macro."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from assignments.week02_text.metrics_inputs import labels
from assignments.week02_text.vocab_calls import call
from grader.testing import assert_matches

pytestmark = pytest.mark.task("metrics")

HANDOUT = (
    torch.tensor([[True, False, False], [True, True, False]]),
    torch.tensor([[True, True, False], [False, True, False]]),
)


@pytest.mark.points(1)
def test_micro(student: Any, reference: Any, cases: Any) -> None:
    """Micro-F1 counts hits and faults over all entries together.

    ko: 마이크로 F1은 모든 원소를 한꺼번에 센다.
    """
    for case in (HANDOUT, *cases(labels, n=6)):
        assert_matches(student.micro_f1(*case), reference.micro_f1(*case), what=_call("micro_f1", *case))


@pytest.mark.points(1.5)
def test_macro(student: Any, reference: Any, cases: Any) -> None:
    """Macro-F1 is the mean of the labels' F1.

    ko: 매크로 F1은 레이블별 F1의 평균이다.
    """
    for case in cases(labels, n=6):
        assert_matches(student.macro_f1(*case), reference.macro_f1(*case), what=_call("macro_f1", *case))


def _call(name: str, true: torch.Tensor, pred: torch.Tensor) -> str:
    return call(name, true.int().tolist(), pred.int().tolist())

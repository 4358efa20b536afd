"""Checks of transfer learning: `fit` with some parameters trained. The name is optim_adam's, so they belong to it."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from assignments.week01_pytorch.nn_inputs import State, fit_inputs
from grader.testing import assert_matches

pytestmark = pytest.mark.task("optim_adam")


@pytest.mark.points(1.5)
def test_transfer_head(student: Any, reference: Any, cases: Any) -> None:
    """With trainable=("linear2",) the head is trained and linear1 keeps every bit.

    ko: trainable=("linear2",)이면 출력층만 학습하고 linear1은 비트 하나까지 그대로다.
    """
    for index, case in enumerate(cases(fit_inputs, n=3)):
        _compare(student, reference, case, ("sgd", "adam")[index % 2], ("linear2",))


@pytest.mark.points(1)
@pytest.mark.needs("test_transfer_head")
def test_transfer_prefixes(student: Any, reference: Any, cases: Any) -> None:
    """Several prefixes and whole names say what is trained; a name only counts from its beginning.

    ko: 접두사가 여럿이거나 이름 전체여도 되며, 이름의 첫 글자부터 비교한다.
    """
    choices = [("linear1",), ("linear1.bias", "linear2.weight"), ("linear",), ("bias", "linear1.w")]
    for case, trainable in zip(cases(fit_inputs, n=4), choices, strict=True):
        _compare(student, reference, case, "adam", trainable)


def _compare(student: Any, reference: Any, case: Any, optimizer: str, trainable: tuple[str, ...]) -> None:
    """Losses and state; parameters of no prefix against those given, with no tolerance at all."""
    state: State = case[0]
    losses, actual = student.fit(*case, optimizer, trainable)
    expected_losses, expected = reference.fit(*case, optimizer, trainable)
    assert_matches(losses, expected_losses, what="losses")
    assert_matches(actual, expected, what="state")
    for name, value in state.items():
        if not name.startswith(trainable):
            assert_matches(_bits(actual[name]), _bits(value), what=f"bits of state[{name!r}]")


def _bits(values: torch.Tensor) -> torch.Tensor:
    """The same memory as integers, which are compared exactly."""
    return values.contiguous().view(torch.int64 if values.dtype == torch.float64 else torch.int32)

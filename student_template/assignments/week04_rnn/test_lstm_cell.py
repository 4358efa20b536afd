"""Checks of `lstm_cell`: the LSTM's and the GRU's step, forward and backward by hand."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from assignments.week04_rnn import lookalikes
from assignments.week04_rnn.inputs import gru_inputs, lstm_inputs
from grader.testing import assert_matches, assert_own_gradients, expect

pytestmark = pytest.mark.task("lstm_cell")

LSTM_RESULTS = ("h'", "c'")
LSTM_GRADIENTS = ("dx", "dh", "dc", "dWx", "dWh", "db")
GRU_GRADIENTS = ("dx", "dh", "dWx", "dWh", "db")


@pytest.mark.points(3)
def test_lstm_values(student: Any, reference: Any, cases: Any) -> None:
    """h' and c' follow the four gates f, i, g, o.

    ko: h'와 c'가 네 게이트 f, i, g, o의 식을 따른다.
    """
    for case in cases(lstm_inputs, n=6):
        assert_matches(student.lstm_cell(*case), reference.lstm_cell(*case), what=LSTM_RESULTS)


@pytest.mark.points(4)
@pytest.mark.needs("test_lstm_values")
def test_lstm_backward(student: Any, reference: Any, cases: Any) -> None:
    """lstm_cell_backward gives the six gradients in the order of the arguments.

    ko: lstm_cell_backward가 여섯 기울기를 인자 순서대로 반환한다.
    """
    assert_own_gradients(
        student.lstm_cell,
        student.lstm_cell_backward,
        cases(lstm_inputs, n=6),
        reference=reference.lstm_cell_backward,
        what=LSTM_GRADIENTS,
    )


@pytest.mark.points(3)
def test_gru_values(student: Any, reference: Any, cases: Any) -> None:
    """h' follows the gates z, r and the candidate g; the reset gate acts before the product.

    ko: h'가 게이트 z, r과 후보 g의 식을 따르고, 리셋 게이트는 곱 앞에 작용한다.
    """
    for case in cases(gru_inputs, n=6):
        actual = student.gru_cell(*case)
        expected = reference.gru_cell(*case)
        _name_gru_mix_ups(actual, expected, case)
        assert_matches(actual, expected, what="h'")


@pytest.mark.points(4)
@pytest.mark.needs("test_gru_values")
def test_gru_backward(student: Any, reference: Any, cases: Any) -> None:
    """gru_cell_backward gives the five gradients in the order of the arguments.

    ko: gru_cell_backward가 다섯 기울기를 인자 순서대로 반환한다.
    """
    assert_own_gradients(
        student.gru_cell,
        student.gru_cell_backward,
        cases(gru_inputs, n=6),
        reference=reference.gru_cell_backward,
        what=GRU_GRADIENTS,
    )


def _name_gru_mix_ups(actual: Any, expected: torch.Tensor, case: tuple[torch.Tensor, ...]) -> None:
    """Fail with the reason where a wrong answer is a known other definition."""
    if _looks_like(actual, expected):
        return
    for key, other in (
        ("week04.gru_torch", lookalikes.torch_gru),
        ("week04.gru_torch_both", lookalikes.torch_gru_torch_order),
        ("week04.gru_update_swapped", lookalikes.swapped_update_gru),
    ):
        expect(not _looks_like(actual, other(*case)), key)


def _looks_like(actual: object, other: torch.Tensor) -> bool:
    """Whether `actual` is a tensor that equals `other` to 1e-4; `actual` may be anything."""
    if not isinstance(actual, torch.Tensor) or actual.shape != other.shape or not actual.is_floating_point():
        return False
    return bool((actual.detach().double() - other).abs().max() < 1e-4)

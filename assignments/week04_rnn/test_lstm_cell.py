"""Checks of `lstm_cell`: the LSTM's and the GRU's step, forward and backward by hand."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from assignments.week04_rnn import lookalikes
from assignments.week04_rnn.inputs import (
    gru_backward_inputs,
    gru_inputs,
    lstm_backward_inputs,
    lstm_inputs,
    saturated,
)
from grader.testing import assert_gradients, assert_matches, assert_own_gradients, expect

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


@pytest.mark.points(2)
@pytest.mark.hidden
@pytest.mark.needs("test_lstm_values")
def test_lstm_extremes(student: Any, reference: Any, cases: Any) -> None:
    """Saturated gates neither overflow nor give NaN, forward and backward.

    ko: 게이트가 포화되어도 순전파와 역전파에 오버플로나 NaN이 생기지 않는다.
    """
    for case in cases(lstm_backward_inputs, n=5):
        large = saturated(case, x=2)
        _compare_extremes(student.lstm_cell(*large[2:]), reference.lstm_cell(*large[2:]), LSTM_RESULTS)
        actual = student.lstm_cell_backward(*large)
        _compare_extremes(actual, reference.lstm_cell_backward(*large), LSTM_GRADIENTS)


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_lstm_values")
def test_lstm_gradients(student: Any, reference: Any, cases: Any) -> None:
    """Autograd can differentiate lstm_cell by every argument.

    ko: lstm_cell을 모든 인자에 대해 자동 미분할 수 있다.
    """
    assert_gradients(student.lstm_cell, reference.lstm_cell, cases(lstm_inputs, n=2))


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


@pytest.mark.points(2)
@pytest.mark.hidden
@pytest.mark.needs("test_gru_values")
def test_gru_extremes(student: Any, reference: Any, cases: Any) -> None:
    """Saturated gates neither overflow nor give NaN, forward and backward.

    ko: 게이트가 포화되어도 순전파와 역전파에 오버플로나 NaN이 생기지 않는다.
    """
    for case in cases(gru_backward_inputs, n=5):
        large = saturated(case, x=1)
        _compare_extremes((student.gru_cell(*large[1:]),), (reference.gru_cell(*large[1:]),), ("h'",))
        _compare_extremes(student.gru_cell_backward(*large), reference.gru_cell_backward(*large), GRU_GRADIENTS)


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_gru_values")
def test_gru_gradients(student: Any, reference: Any, cases: Any) -> None:
    """Autograd can differentiate gru_cell by every argument.

    ko: gru_cell을 모든 인자에 대해 자동 미분할 수 있다.
    """
    assert_gradients(student.gru_cell, reference.gru_cell, cases(gru_inputs, n=2))


def _compare_extremes(actual: Any, expected: tuple[torch.Tensor, ...], names: tuple[str, ...]) -> None:
    """Compare with an error allowed relative to 1, by a 1 that is appended to each result.

    Behind a saturated gate right code may give 0 or 1e-200, as it writes its sigmoid; both are right.
    """
    if not isinstance(actual, tuple) or len(actual) != len(expected):
        assert_matches(actual, expected, what=names)
    for got, want, name in zip(actual, expected, names, strict=True):
        if not isinstance(got, torch.Tensor) or got.shape != want.shape:
            assert_matches(got, want, what=name)
        assert_matches(_with_one(got), _with_one(want), what=name)


def _with_one(result: torch.Tensor) -> torch.Tensor:
    """[n] entries of the result and a 1."""
    return torch.cat([result.detach().flatten(), torch.ones(1, dtype=result.dtype)])


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

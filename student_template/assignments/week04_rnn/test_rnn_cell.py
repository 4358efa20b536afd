"""Checks of `rnn_cell`: the numpy class RNN."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from assignments.week04_rnn.inputs import rnn_arrays
from grader.testing import assert_matches, expect

pytestmark = pytest.mark.task("rnn_cell")


@pytest.mark.points(2)
def test_forward(student: Any, reference: Any, cases: Any) -> None:
    """h = tanh(h_prev·Wh + x·Wx + b).

    ko: h = tanh(h_prev·Wh + x·Wx + b) 이다.
    """
    for x, h, *weights, _ in cases(rnn_arrays, n=6):
        actual = student.RNN(*weights).forward(x, h)
        assert_matches(actual, reference.RNN(*weights).forward(x, h), what="h")


@pytest.mark.points(1)
@pytest.mark.needs("test_forward")
def test_params_and_grads(student: Any, cases: Any) -> None:
    """params is [Wx, Wh, b]; grads holds zeros of the same shapes before the first backward.

    ko: params는 [Wx, Wh, b]이고, 첫 backward 전의 grads에는 같은 형태의 0 배열이 들어 있다.
    """
    for _, _, *weights, _ in cases(rnn_arrays, n=4):
        cell = student.RNN(*weights)
        params, grads = cell.params, cell.grads
        assert_matches(params, list(weights), what=("Wx", "Wh", "b"))
        assert_matches(grads, [np.zeros_like(w) for w in weights], what=("dWx", "dWh", "db"))


@pytest.mark.points(3)
@pytest.mark.needs("test_forward")
def test_backward(student: Any, reference: Any, cases: Any) -> None:
    """backward returns (dx, dh_prev) and leaves dWx, dWh, db in grads.

    ko: backward는 (dx, dh_prev)를 반환하고 grads에 dWx, dWh, db를 남긴다.
    """
    for x, h, *weights, dh in cases(rnn_arrays, n=6):
        cell, expected = student.RNN(*weights), reference.RNN(*weights)
        cell.forward(x, h)
        expected.forward(x, h)
        assert_matches(cell.backward(dh), expected.backward(dh), what=("dx", "dh_prev"))
        assert_matches(cell.grads, expected.grads, what=("dWx", "dWh", "db"))


@pytest.mark.points(2)
@pytest.mark.needs("test_forward")
def test_grads_in_place(student: Any, reference: Any, cases: Any) -> None:
    """backward writes into the arrays of grads that are already there.

    ko: backward는 이미 있는 grads 배열 안에 값을 써 넣는다.
    """
    for x, h, *weights, dh in cases(rnn_arrays, n=3):
        cell, expected = student.RNN(*weights), reference.RNN(*weights)
        held = [student.hold(cell, "grads", index) for index in range(3)]
        cell.forward(x, h)
        cell.backward(dh)
        expected.forward(x, h)
        expected.backward(dh)
        assert_matches(cell.grads, expected.grads, what=("dWx", "dWh", "db"))
        for index, handle in enumerate(held):
            # Both: whether it is the same object is the student process's word, the held array's value is not.
            same = student.same(handle, student.hold(cell, "grads", index))
            expect(same, "week04.grads_replaced", index=index)
            assert_matches(student.value(handle), expected.grads[index], what=f"grads[{index}]")

"""Checks of `time_rnn`: the class TimeRNN, and truncated_bptt."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from assignments.week04_rnn.sequence_inputs import block_arrays, time_arrays, truncated_arguments
from grader.testing import assert_matches

pytestmark = pytest.mark.task("time_rnn")

GRADS = ("dWx", "dWh", "db")
TRUNCATED = ("hs", "dxs", *GRADS)


@pytest.mark.points(2)
def test_forward(student: Any, reference: Any, cases: Any) -> None:
    """hs holds the hidden state after every step, starting from zeros.

    ko: hs에는 0에서 시작한 모든 시점의 은닉 상태가 들어 있다.
    """
    for xs, *weights, _ in cases(time_arrays, n=8):
        assert_matches(student.TimeRNN(*weights).forward(xs), reference.TimeRNN(*weights).forward(xs), what="hs")


@pytest.mark.points(3)
@pytest.mark.needs("test_forward")
def test_backward(student: Any, reference: Any, cases: Any) -> None:
    """backward goes back through all steps; the weights' gradients are sums over time and batch.

    ko: backward는 모든 시점을 거슬러 올라가며, 가중치의 기울기는 시점과 배치에 대한 합이다.
    """
    for xs, *weights, dhs in cases(time_arrays, n=8):
        rnn, expected = student.TimeRNN(*weights), reference.TimeRNN(*weights)
        rnn.forward(xs)
        expected.forward(xs)
        assert_matches(rnn.backward(dhs), expected.backward(dhs), what="dxs")
        assert_matches(rnn.grads, expected.grads, what=GRADS)


@pytest.mark.points(1)
@pytest.mark.needs("test_forward")
def test_grads_in_place(student: Any, reference: Any, cases: Any) -> None:
    """params and grads are lists of arrays; backward overwrites the arrays of grads that are already there.

    ko: params와 grads는 배열의 리스트이며, backward는 이미 있는 grads 배열의 내용을 덮어쓴다.
    """
    for xs, *weights, dhs in cases(time_arrays, n=3):
        rnn, expected = student.TimeRNN(*weights), reference.TimeRNN(*weights)
        assert_matches(rnn.params, list(weights), what=("Wx", "Wh", "b"))
        assert_matches(rnn.grads, [np.zeros_like(w) for w in weights], what=GRADS)
        held = [student.hold(rnn, "grads", index) for index in range(3)]
        for cotangent in (dhs, -0.5 * dhs):
            rnn.forward(xs)
            rnn.backward(cotangent)
            expected.forward(xs)
            expected.backward(cotangent)
        assert_matches(rnn.grads, expected.grads, what=GRADS)
        for index, handle in enumerate(held):
            assert_matches(student.value(handle), expected.grads[index], what=f"grads[{index}]")


@pytest.mark.points(2)
@pytest.mark.needs("test_forward")
def test_stateful(student: Any, reference: Any, cases: Any) -> None:
    """Between calls of forward the state goes on if stateful, and is zero again if not.

    ko: stateful이면 forward 호출 사이에 은닉 상태가 이어지고, 아니면 다시 0에서 시작한다.
    """
    for Wx, Wh, b, xs1, _, xs2, *_ in cases(block_arrays, n=4):
        for arguments in ((Wx, Wh, b, True), (Wx, Wh, b, False), (Wx, Wh, b)):
            rnn, expected = student.TimeRNN(*arguments), reference.TimeRNN(*arguments)
            for xs in (xs1, xs2, xs1):
                assert_matches(rnn.forward(xs), expected.forward(xs), what="hs")


@pytest.mark.points(1)
@pytest.mark.needs("test_stateful")
def test_set_and_reset_state(student: Any, reference: Any, cases: Any) -> None:
    """A stateful object starts from the state that was set, and from zeros after reset_state.

    ko: stateful이면 set_state로 넣은 상태에서 시작하고, reset_state 뒤에는 0에서 시작한다.
    """
    for Wx, Wh, b, xs1, _, xs2, _, xs3, _, h in cases(block_arrays, n=4):
        rnn, expected = (side.TimeRNN(Wx, Wh, b, stateful=True) for side in (student, reference))
        for each in (rnn, expected):
            each.forward(xs1)
            each.set_state(h)  # for another batch size
        for xs in (xs3, 0.5 * xs3):
            assert_matches(rnn.forward(xs), expected.forward(xs), what="hs")
        for each in (rnn, expected):
            each.reset_state()
        assert_matches(rnn.forward(xs2), expected.forward(xs2), what="hs")


@pytest.mark.points(2)
def test_truncated_bptt(student: Any, reference: Any, cases: Any) -> None:
    """truncated_bptt carries the state through all blocks and cuts the gradient between them.

    ko: truncated_bptt는 모든 블록에 걸쳐 상태를 잇고 블록 사이에서 기울기를 끊는다.
    """
    for arguments in cases(truncated_arguments, n=8):
        assert_matches(student.truncated_bptt(*arguments), reference.truncated_bptt(*arguments), what=TRUNCATED)

"""Checks of `activations`: six activation functions and their derivatives, by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
import torch

from assignments.week01_pytorch.inputs_basics import elementwise, maxout_inputs, with_alpha
from grader.testing import assert_matches

pytestmark = pytest.mark.task("activations")

MAXOUT_GRADIENTS = ("dx", "dw1", "db1", "dw2", "db2")


@pytest.mark.points(1)
def test_sigmoid(student: Any, reference: Any, cases: Any, credit: Any) -> None:
    """sigmoid is 1/(1 + exp(−x)), and sigmoid_backward its derivative times grad_out.

    ko: sigmoid는 1/(1 + exp(−x))이고, sigmoid_backward는 그 도함수에 grad_out을 곱한 값이다.
    """
    _values_and_gradients(student, reference, "sigmoid", list(cases(elementwise, n=6)), credit)


@pytest.mark.points(1)
def test_tanh(student: Any, reference: Any, cases: Any, credit: Any) -> None:
    """tanh and tanh_backward: the gradient is grad_out·(1 − tanh²(x)).

    ko: tanh와 tanh_backward. 기울기는 grad_out·(1 − tanh²(x))이다.
    """
    _values_and_gradients(student, reference, "tanh", list(cases(elementwise, n=6)), credit)


@pytest.mark.points(1)
def test_relu(student: Any, reference: Any, cases: Any, credit: Any) -> None:
    """relu is max(x, 0); its gradient is 0 where x ≤ 0.

    ko: relu는 max(x, 0)이고, x ≤ 0에서 기울기는 0이다.
    """
    _values_and_gradients(student, reference, "relu", list(cases(elementwise, n=6)), credit)


@pytest.mark.points(1)
def test_leaky_relu(student: Any, reference: Any, cases: Any, credit: Any) -> None:
    """leaky_relu multiplies what is not above 0 by alpha, and its gradient too; alpha is 0.1 if not given.

    ko: leaky_relu는 0 이하인 값에 alpha를 곱하고 기울기에도 곱한다. alpha를 주지 않으면 0.1이다.
    """
    _values_and_gradients(student, reference, "leaky_relu", list(cases(with_alpha, n=6)), credit)


@pytest.mark.points(1)
def test_elu(student: Any, reference: Any, cases: Any, credit: Any) -> None:
    """elu is alpha·(exp(x) − 1) where x ≤ 0, and its gradient alpha·exp(x) there; alpha is 1 if not given.

    ko: x ≤ 0에서 elu는 alpha·(exp(x) − 1), 기울기는 alpha·exp(x)이다. alpha를 주지 않으면 1이다.
    """
    _values_and_gradients(student, reference, "elu", list(cases(with_alpha, n=6)), credit)


@pytest.mark.points(1)
def test_maxout(student: Any, reference: Any, cases: Any, credit: Any) -> None:
    """maxout is the larger of two linear pieces, and the gradient goes to that piece.

    ko: maxout은 두 선형 조각 중 큰 값이고, 기울기는 그 조각으로 간다.
    """
    _values_and_gradients(student, reference, "maxout", list(cases(maxout_inputs, n=6)), credit, MAXOUT_GRADIENTS)


def _values_and_gradients(
    student: Any, reference: Any, name: str, cases: Sequence[Any], credit: Any, what: Any = "dx"
) -> None:
    """Half of the points for the function, half for its backward pass; a case is (grad_out, *arguments)."""
    for _, *case in cases:
        _compare(student, reference, name, case)
        # alpha left out; not in float64, where 0.1 times a mask is right to 9 digits only
        if isinstance(case[-1], float) and case[0].dtype == torch.float32:
            _compare(student, reference, name, case[:-1])
    credit(0.5)
    for case in cases:
        _compare(student, reference, f"{name}_backward", case, what)


def _compare(student: Any, reference: Any, name: str, arguments: Sequence[Any], what: Any = "result") -> None:
    """The same call on both sides."""
    assert_matches(getattr(student, name)(*arguments), getattr(reference, name)(*arguments), what=what)

"""Checks of `optim_adam`: `fit` with all parameters trained."""

from __future__ import annotations

from typing import Any

import pytest

from assignments.week01_pytorch.nn_inputs import fit_inputs, tutorial_inputs
from grader.testing import assert_matches

pytestmark = pytest.mark.task("optim_adam")

RESULTS = ("losses", "state")


@pytest.mark.points(1.5)
def test_fit_sgd(student: Any, reference: Any, cases: Any) -> None:
    """With "sgd" the losses before each update and the final state are those of torch.optim.SGD.

    ko: "sgd"이면 갱신 전마다의 손실과 마지막 state가 torch.optim.SGD로 학습한 값과 같다.
    """
    for case in cases(fit_inputs, n=4):
        assert_matches(student.fit(*case, "sgd"), reference.fit(*case, "sgd"), what=RESULTS)


@pytest.mark.points(1.5)
def test_fit_adam(student: Any, reference: Any, cases: Any) -> None:
    """With "adam", which is the default, they are those of torch.optim.Adam.

    ko: 기본값인 "adam"이면 torch.optim.Adam으로 학습한 값과 같다.
    """
    for index, case in enumerate(cases(fit_inputs, n=4)):
        more = ("adam",) if index % 2 else ()
        assert_matches(student.fit(*case, *more), reference.fit(*case, *more), what=RESULTS)


@pytest.mark.points(1)
@pytest.mark.needs("test_fit_sgd", "test_fit_adam")
def test_fit_tutorial(student: Any, reference: Any, cases: Any) -> None:
    """The losses of the tutorial's sizes (64, 1000, 100, 10) follow the same curve with a learning rate of 1e-4.

    ko: 튜토리얼의 크기(64, 1000, 100, 10)와 학습률 1e-4에서도 손실이 같은 곡선을 그린다.
    """
    for state, x, y in cases(tutorial_inputs, n=1):
        for optimizer in ("sgd", "adam"):
            actual, _ = student.fit(state, x, y, 1e-4, 6, optimizer)
            assert_matches(actual, reference.fit(state, x, y, 1e-4, 6, optimizer)[0], what="losses")


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_fit_adam")
def test_fit_boundaries(student: Any, reference: Any, cases: Any) -> None:
    """One example, sizes of 1, and a second training that starts where the first one ended.

    ko: 예제 하나, 크기 1, 그리고 첫 학습이 끝난 state에서 이어 가는 두 번째 학습에서도 맞다.
    """
    for case in list(cases(fit_inputs, n=5))[2:]:
        _, x, y, lr, steps = case
        _, actual = student.fit(*case)
        _, expected = reference.fit(*case)
        assert_matches(actual, expected, what="state")
        again = student.fit(actual, x, y, lr, steps)
        assert_matches(again, reference.fit(expected, x, y, lr, steps), what=RESULTS)

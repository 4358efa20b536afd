"""Errors, deaths and lies inside a vector–Jacobian product, which autograd carries through the judge."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from grader.model import Outcome
from grader.student import Student
from grader.testing import assert_gradients
from tests.judge.liars import hanging_up, lying, named, result_of, says
from tests.judge.running import one_check, submission
from tests.judge.sandboxes import Threads

OWN = """
import torch

class Own(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return 2 * x

    @staticmethod
    def backward(ctx, g):
        {}

def f(x):
    return Own.apply(x)
"""


def gradients(student: Student) -> None:
    """A check of gradients."""
    assert_gradients(student.f, lambda x: 2 * x, [(torch.ones(3),)])


@pytest.mark.parametrize(
    "line,key,what",
    [
        ("return 2 * g", None, None),
        ("return 0 * g", "gradient_inconsistent", "x"),
        ("return None", "no_gradient", "x"),
    ],
)
def test_an_own_backward_is_judged(line: str, key: str | None, what: str | None) -> None:
    """A custom autograd.Function over the wire: right passes, a backward that is not its derivative is told so."""
    result = one_check(Threads(), gradients, submission("s001", solution=OWN.format(line)))
    message = result.message
    assert (message.key, message.params["what"]) == (key, what) if message else key is None


def test_another_function_differs() -> None:
    """A right derivative of a wrong function differs from the reference, over the wire as well."""
    result = one_check(Threads(), gradients, submission("s001", solution="def f(x):\n    return 3 * x"))
    assert result.message is not None and result.message.key == "gradient_differs"


@pytest.mark.parametrize(
    "line,outcome,params",
    [
        ("raise RuntimeError('no formula')", Outcome.ERROR, {"type": "RuntimeError", "text": "no formula"}),
        ("raise KeyError('W')", Outcome.ERROR, {"type": "KeyError", "text": "'W'"}),
        ("raise MemoryError", Outcome.MEMORY, {"limit_mb": 4096}),
    ],
)
def test_errors_in_backward_arrive(line: str, outcome: Outcome, params: dict[str, object]) -> None:
    """What a student's backward raises passes through the judge's autograd as itself, with its place."""

    def action(student: Student) -> None:
        x = torch.ones(2, requires_grad=True)
        (3 * student.f(x)).sum().backward()

    result = one_check(Threads(), action, submission("s001", solution=OWN.format(line)))
    assert (result.outcome, dict(result.message.params if result.message else {})) == (outcome, params)
    if outcome is Outcome.ERROR:
        assert result.where is not None and result.where.text == line


def test_a_process_that_ends_in_backward() -> None:
    """Death during a vector–Jacobian product is a crash."""
    assert result_of(hanging_up("vjp"), gradients).outcome is Outcome.CRASHED


LIES: dict[str, Any] = {
    "no list": 1,
    "too many": [None, None, None],
    "text": ["passed"],
    "a verdict": named(gradient="right"),
}


@pytest.mark.parametrize("tree", LIES.values(), ids=LIES)
def test_forged_gradients_are_a_crash(tree: Any) -> None:
    """What is no gradient is a broken protocol, not an exception inside autograd."""
    assert result_of(lying(says(tree), "vjp"), gradients).outcome is Outcome.CRASHED

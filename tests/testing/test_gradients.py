"""Gradients of a function against the reference's; the same over the wire is tested with the judge."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch

from grader.errors import StudentError
from grader.model import Message
from grader.testing import Draw, assert_gradients
from grader.testing.draw import Cases
from grader.testing.reference import Exact
from tests.testing.messages import failure

Function = Callable[..., Any]


def inputs(draw: Draw) -> tuple[Any, ...]:
    """(x [N, D], w [D, K], labels [N], scale)."""
    n, d, k = draw.size(1, 4), draw.size(2, 5), draw.size(2, 5)
    return draw.normal(n, d), draw.normal(d, k), draw.integers(0, k, (n,)), draw.uniform(1, 2)


def reference(x: torch.Tensor, w: torch.Tensor, labels: torch.Tensor, scale: float) -> tuple[torch.Tensor, ...]:
    """(probabilities [N, K], loss [])."""
    p = torch.softmax(scale * x @ w, -1)
    return p, -p[torch.arange(len(labels)), labels].log().sum()


def fault(f: Function, wrt: list[int] | None = None) -> Message:
    """The message with which a student's function fails."""
    return failure(lambda: assert_gradients(f, Exact(reference), Cases(3)(inputs, n=4), wrt))


class SoftmaxByHand(torch.autograd.Function):
    """A softmax whose backward multiplies the right gradient by `factor`."""

    factor = 1.0

    @staticmethod
    def forward(ctx: Any, z: torch.Tensor) -> torch.Tensor:
        """[N, K] of z [N, K]."""
        e = torch.exp(z - z.max(-1, keepdim=True).values)
        p = e / e.sum(-1, keepdim=True)
        ctx.save_for_backward(p)
        return p

    @staticmethod
    def backward(ctx: Any, dp: torch.Tensor) -> torch.Tensor:
        """dz [N, K], times the factor."""
        (p,) = ctx.saved_tensors
        return SoftmaxByHand.factor * p * (dp - (dp * p).sum(-1, keepdim=True))


def by_hand(x: torch.Tensor, w: torch.Tensor, labels: torch.Tensor, scale: float) -> tuple[torch.Tensor, ...]:
    """The reference's function with a backward of one's own."""
    apply: Any = SoftmaxByHand.apply
    p = apply(scale * x @ w)
    return p, -p.gather(1, labels[:, None]).log().sum()


def test_right_gradients_pass() -> None:
    """Another formula for the same function, and an own backward that is right, pass."""
    assert_gradients(by_hand, reference, Cases(3)(inputs, n=5))
    assert_gradients(by_hand, Exact(reference), Cases(3)(inputs, n=5), wrt=[1])


def test_another_function_differs() -> None:
    """A consistent gradient of a wrong function "differs from the reference"; argument and place are named."""
    message = fault(lambda x, w, y, s: reference(x, 1.001 * w, y, s))
    assert message.key == "gradient_differs"
    assert message.params["what"] == "x"
    assert isinstance(message.params["index"], str) and message.params["index"].startswith("[")


@pytest.mark.parametrize("factor", [0.0, -1.0, 0.5, 1.001])
def test_wrong_backward_is_inconsistent(monkeypatch: pytest.MonkeyPatch, factor: float) -> None:
    """A backward that is not the derivative of its own forward is told so: zero, sign, factor, a thousandth."""
    monkeypatch.setattr(SoftmaxByHand, "factor", factor)
    message = fault(by_hand)
    assert message.key == "gradient_inconsistent"
    assert message.params["what"] == "x"


def test_zero_backward_of_a_softmax_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cotangents are random: with ones the right gradient of a softmax would be zero, and so would be this one."""
    monkeypatch.setattr(SoftmaxByHand, "factor", 0.0)
    apply: Any = SoftmaxByHand.apply
    x = torch.linspace(-1, 1, 6, dtype=torch.float64).view(2, 3)
    message = failure(lambda: assert_gradients(apply, lambda z: torch.softmax(z, -1), [(x,)]))
    assert message.key == "gradient_inconsistent"


def test_detached_is_told() -> None:
    """Where no gradient arrives at all the message says so and names the first argument that misses its own."""
    assert fault(lambda *a: tuple(t.detach() for t in reference(*a))) == Message("no_gradient", {"what": "x"})
    assert fault(lambda x, w, y, s: reference(x, w.detach(), y, s)) == Message("no_gradient", {"what": "w"})


def test_one_detached_output_is_seen() -> None:
    """An output without a gradient beside one that has it is wrong, too."""

    def half(x: torch.Tensor, w: torch.Tensor, labels: torch.Tensor, scale: float) -> tuple[torch.Tensor, ...]:
        p, loss = reference(x, w, labels, scale)
        return p, loss.detach()

    assert fault(half).key == "gradient_inconsistent"


def test_form_comes_first() -> None:
    """Number, type, shape and dtype of the outputs are judged before any gradient."""
    assert fault(lambda *a: reference(*a)[0]).key == "length_differs"
    assert fault(lambda *a: None).key == "type_differs"
    assert fault(lambda *a: (reference(*a)[0][:, :1], reference(*a)[1])).key == "shape_differs"
    assert fault(lambda *a: tuple(t.float() for t in reference(*a))).key == "dtype_differs"


def test_arguments_that_do_not_matter_may_have_none() -> None:
    """Where the reference's gradient is zero none is needed; a gradient that should be zero and is not is wrong."""

    def first(x: torch.Tensor, w: torch.Tensor, labels: torch.Tensor, scale: float) -> torch.Tensor:
        return x * scale

    assert_gradients(lambda x, w, y, s: x * s, first, Cases(3)(inputs, n=3))
    message = failure(lambda: assert_gradients(lambda x, w, y, s: x * s + w.sum(), first, Cases(3)(inputs, n=3)))
    assert (message.key, message.params["what"]) == ("gradient_differs", "w")


def test_nan_gradients_are_wrong() -> None:
    """A gradient of NaN equals nothing."""
    message = fault(lambda x, w, y, s: tuple(t + 0 * torch.sqrt(0 * x).sum() for t in reference(x, w, y, s)))
    assert message.key == "gradient_differs"
    assert message.params["actual"] == "nan"


def test_relu_at_zero_is_not_called_inconsistent() -> None:
    """At a kink another slope "differs from the reference"; no forward pass says that it is wrong."""

    def slope_one(x: torch.Tensor) -> torch.Tensor:
        return torch.where(x >= 0, x, 0 * x)

    assert_gradients(slope_one, torch.relu, [(torch.linspace(-1, 1, 6),)])
    assert failure(lambda: assert_gradients(slope_one, torch.relu, [(torch.zeros(4),)])).key == "gradient_differs"


def test_error_in_the_second_look_is_no_error() -> None:
    """A function that runs only with a graph is judged by its gradient, not by how it fails without one."""

    def touchy(x: torch.Tensor) -> torch.Tensor:
        if not x.requires_grad:
            raise StudentError("RuntimeError", "x must require gradients")
        return 2 * x

    assert failure(lambda: assert_gradients(touchy, torch.exp, [(torch.ones(2),)])).key == "gradient_differs"


def test_nothing_slow_is_imported() -> None:
    """`grader check` must not wait for sympy, which autograd imports for cotangents that are given to it."""
    import subprocess
    import sys

    code = (
        "import sys, torch; from grader.testing import assert_gradients;"
        "assert_gradients(torch.tanh, torch.tanh, [(torch.ones(2),)]); sys.exit('sympy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

"""Backward passes written by hand: two verdicts, for torch functions and for numpy classes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from grader.errors import StudentError
from grader.testing import Draw, assert_own_gradients
from grader.testing.draw import Cases
from grader.testing.reference import Exact
from tests.testing.messages import failure

Function = Callable[..., Any]
NAMES = ("dx", "dw", "db")


def inputs(draw: Draw) -> tuple[torch.Tensor, ...]:
    """(x [N, D], w [D, K], b [K])."""
    n, d, k = draw.size(1, 4), draw.size(2, 5), draw.size(2, 5)
    return draw.normal(n, d), draw.normal(d, k), draw.normal(k)


def forward(x: torch.Tensor, w: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """tanh(x·w + b)."""
    return torch.tanh(x @ w + b)


def backward(dy: torch.Tensor, x: torch.Tensor, w: torch.Tensor, b: torch.Tensor) -> tuple[torch.Tensor, ...]:
    """(dx, dw, db)."""
    da = dy * (1 - forward(x, w, b).square())
    return da @ w.T, x.T @ da, da.sum(0)


def forgets_tanh(dy: torch.Tensor, x: torch.Tensor, w: torch.Tensor, b: torch.Tensor) -> tuple[torch.Tensor, ...]:
    """Without 1 − y²."""
    return dy @ w.T, x.T @ dy, dy.sum(0)


def linear(x: torch.Tensor, w: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """The forward pass that `forgets_tanh` belongs to."""
    return x @ w + b


@pytest.mark.parametrize("reference", [None, Exact(backward)])
def test_right_backward_passes(reference: Function | None) -> None:
    """With and without a reference, in float32 and float64, contiguous or not."""
    assert_own_gradients(forward, backward, Cases(2)(inputs, n=6), reference=reference, what=NAMES)


@pytest.mark.parametrize("reference", [None, Exact(backward)])
def test_wrong_backward_is_inconsistent(reference: Function | None) -> None:
    """A forgotten derivative does not fit the forward pass, which is right: that is what the message says."""
    message = failure(
        lambda: assert_own_gradients(forward, forgets_tanh, Cases(2)(inputs, n=6), reference=reference, what=NAMES)
    )
    assert (message.key, message.params["what"]) == ("gradient_inconsistent", "dx")


def test_consistent_but_of_another_function() -> None:
    """Forward and backward that agree on a wrong function differ from the reference; without one they are right."""
    reference = Exact(backward)
    message = failure(
        lambda: assert_own_gradients(linear, forgets_tanh, Cases(2)(inputs, n=6), reference=reference, what=NAMES)
    )
    assert (message.key, message.params["what"]) == ("gradient_differs", "dx")
    assert float(str(message.params["relative"])) > 1e-3
    assert_own_gradients(linear, forgets_tanh, Cases(2)(inputs, n=6), what=NAMES)


@pytest.mark.parametrize("wrong", [0, 1, 2])
def test_each_gradient_is_named(wrong: int) -> None:
    """One gradient of three that is a thousandth too large."""

    def nearly(*args: torch.Tensor) -> tuple[torch.Tensor, ...]:
        return tuple(g * (1.001 if i == wrong else 1.0) for i, g in enumerate(backward(*args)))

    for reference in (None, Exact(backward)):
        message = failure(
            lambda reference=reference: assert_own_gradients(  # type: ignore[misc]
                forward, nearly, Cases(2)(inputs, n=3), reference=reference, what=NAMES
            )
        )
        assert (message.key, message.params["what"]) == ("gradient_inconsistent", NAMES[wrong])


def test_form_is_judged_first() -> None:
    """Number, type, shape and dtype, by either way."""
    for change, with_reference, without in (
        (lambda g: g[:2], "length_differs", "length_differs"),
        (lambda g: (g[0].tolist(), *g[1:]), "type_differs", "type_differs"),
        (lambda g: (g[0].T, *g[1:]), "shape_differs", "shape_differs"),
        (lambda g: tuple(t.double() for t in g), "dtype_differs", None),
    ):
        for reference, key in ((Exact(backward), with_reference), (None, without)):
            if key is not None:

                def run(change: Any = change, reference: Any = reference) -> None:
                    changed: Function = lambda *args: change(backward(*args))  # noqa: E731
                    assert_own_gradients(forward, changed, Cases(2)(inputs, n=2), reference=reference, what=NAMES)

                assert failure(run).key == key


def test_numpy_classes() -> None:
    """A layer with params and gradients in numpy, wrapped in two lambdas; a large one is tried along directions."""

    class Layer:
        slope = 1.0

        def __init__(self, w: np.ndarray) -> None:
            self.w = w

        def forward(self, x: np.ndarray) -> np.ndarray:
            self.x = x
            return np.maximum(x @ self.w, 0)

        def backward(self, dy: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            dy = self.slope * dy * (self.x @ self.w > 0)
            return dy @ self.w.T, self.x.T @ dy

    def back(dy: np.ndarray, x: np.ndarray, w: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        layer = Layer(w)
        layer.forward(x)
        return layer.backward(dy)

    def check(n: int, d: int) -> None:
        rng = np.random.default_rng(n)
        cases = [(rng.normal(size=(n, d)), rng.normal(size=(d, 4)))]
        assert_own_gradients(lambda x, w: Layer(w).forward(x), back, cases, what=("dx", "dw"))

    check(3, 5)
    check(40, 30)
    Layer.slope = 0.99
    for n, d in ((3, 5), (40, 30)):
        assert failure(lambda n=n, d=d: check(n, d)).key == "gradient_inconsistent"  # type: ignore[misc]


def test_several_outputs() -> None:
    """One cotangent per output, in their order."""

    def two(x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        return x.square(), x.exp()

    def right(d1: torch.Tensor, d2: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
        return 2 * x * d1 + x.exp() * d2

    cases = [(torch.linspace(-1, 1, 5),)]
    assert_own_gradients(two, right, cases, what=("dx",))
    swapped: Function = lambda d1, d2, x: right(d2, d1, x)  # noqa: E731
    assert failure(lambda: assert_own_gradients(two, swapped, cases, what=("dx",))).key == "gradient_inconsistent"


@pytest.mark.parametrize(
    "f,df",
    [
        (torch.relu, lambda u, x: u * (x > 0)),
        (lambda x: x.abs(), lambda u, x: u * x.sign()),
        (lambda x: x.max(-1).values, lambda u, x: u[:, None] * (x == x.max(-1, keepdim=True).values)),
        (
            lambda x: torch.relu(x).sum().reshape(1),  # the bends of many outputs in one number
            lambda u, x: u * (x > 0).double(),
        ),
    ],
)
def test_kinks_never_fail_right_code(f: Function, df: Function) -> None:
    """ReLU, |x| and max over 300 draws, a third of them with entries on the kink or a hair beside it."""
    for seed in range(300):
        x = torch.randn(6, 5, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
        if seed % 3 == 0:
            x[seed % 6] = x[seed % 6].sign() * torch.tensor([0.0, 1e-7, 3e-7, 1e-9, 1.0], dtype=torch.float64)
        assert_own_gradients(f, df, [(x,)], what=("dx",))
    big = torch.randn(40, 20, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    big[0] *= 1e-7  # every direction crosses some of these
    assert_own_gradients(f, df, [(big,)], what=("dx",))


def test_wrong_slopes_beside_kinks_are_seen() -> None:
    """A leaky slope that backward forgets is found, although half of the entries could hide it."""
    leaky: Function = lambda x: torch.where(x > 0, x, 0.1 * x)  # noqa: E731
    for seed in range(50):
        x = torch.randn(4, 4, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
        message = failure(lambda x=x: assert_own_gradients(leaky, lambda u, x: u * (x > 0), [(x,)], what=("dx",)))  # type: ignore[misc]
        assert message.key == "gradient_inconsistent"


def test_a_second_look_that_fails_is_no_error() -> None:
    """Code that cannot do float64 is judged by its float32 values."""

    def single_only(x: torch.Tensor) -> torch.Tensor:
        if x.dtype != torch.float32:
            raise StudentError("RuntimeError", "expected float32")
        return x.exp()

    cases = [(torch.linspace(-1, 1, 5),)]
    reference = Exact(lambda u, x: u * x.exp())
    wrong: Function = lambda u, x: 2 * u * x.exp()  # noqa: E731
    message = failure(lambda: assert_own_gradients(single_only, wrong, cases, reference=reference, what=("dx",)))
    assert message.key == "gradient_differs"

"""Gradients of modules, parameter by parameter; the same over the wire is tested with week 4."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import nn

from grader.model import Message
from grader.testing import assert_module_gradients
from tests.testing.messages import failure


class Net(nn.Module):
    """Embedding, layer, output; `unused` takes no part, `frozen` is not trained."""

    def __init__(self) -> None:
        super().__init__()
        generator = torch.Generator().manual_seed(5)
        self.embedding = nn.Embedding(6, 3)
        self.layer = nn.Linear(4, 3)
        self.unused = nn.Linear(2, 2)
        self.frozen = nn.Parameter(torch.zeros(3), requires_grad=False)
        for p in self.parameters():
            p.data = torch.randn(p.shape, generator=generator)

    def forward(self, ids: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
        """ids [N], x [N, 4] → [N, 3]."""
        out: torch.Tensor = torch.relu(self.layer(x)) * self.embedding(ids) + self.frozen
        return out


IDS = torch.tensor([0, 2, 5, 2])
X = torch.randn(4, 4, generator=torch.Generator().manual_seed(1))


def fault(change: Callable[[Any, torch.Tensor, torch.Tensor], torch.Tensor]) -> Message:
    """The message for a module whose forward is `change`."""

    class Other(Net):
        def forward(self, ids: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
            return change(self, ids, x)

    return failure(lambda: assert_module_gradients(Other(), Net(), [(IDS, X)]))


class TimesTwoBackwards(torch.autograd.Function):
    """The identity with twice its gradient."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor) -> torch.Tensor:
        """The value itself."""
        return x.clone()

    @staticmethod
    def backward(ctx: Any, grad: torch.Tensor) -> torch.Tensor:
        """Twice the gradient."""
        return 2 * grad


def test_right_modules_pass() -> None:
    """Another way of writing the same passes, in whichever precision it was made; old gradients do not count."""

    class Other(Net):
        def forward(self, ids: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
            hidden = x @ self.layer.weight.T + self.layer.bias
            return self.frozen + self.embedding.weight[ids] * hidden.clamp(min=0)

    module, reference = Other(), Net()
    module(IDS, X).sum().backward()
    assert_module_gradients(module, reference, [(IDS, X), (IDS.flip(0), -X)])


def test_wrong_function_differs() -> None:
    """A consistent gradient of another function differs from the reference; the parameter is named."""
    message = fault(lambda m, ids, x: Net.forward(m, ids, 1.01 * x))
    assert (message.key, message.params["what"]) == ("gradient_differs", "embedding.weight")


def test_wrong_backward_is_inconsistent() -> None:
    """A backward that does not fit its own forward is told so, for a parameter and for an input."""
    double: Any = TimesTwoBackwards.apply
    message = fault(lambda m, ids, x: double(Net.forward(m, ids, x)))
    assert (message.key, message.params["what"]) == ("gradient_inconsistent", "embedding.weight")
    assert float(str(message.params["relative"])) == pytest.approx(1 / 3, rel=1e-2)
    message = fault(lambda m, ids, x: Net.forward(m, ids, double(x)))
    assert (message.key, message.params["what"]) == ("gradient_inconsistent", "x")


def test_missing_and_unexpected_are_told_apart() -> None:
    """A detached parameter misses its gradient; one that takes no part, or is frozen, should have none."""
    message = fault(lambda m, ids, x: Net.forward(m, ids, x).detach() + m.layer.weight.sum())
    assert message == Message("no_gradient", {"what": "embedding.weight"})
    message = fault(lambda m, ids, x: Net.forward(m, ids, x.detach()))
    assert message == Message("no_gradient", {"what": "x"})
    message = fault(lambda m, ids, x: Net.forward(m, ids, x) + m.unused.weight.sum())
    assert message == Message("unexpected_gradient", {"what": "unused.weight"})
    message = fault(lambda m, ids, x: Net.forward(m, ids, x) + m.frozen.requires_grad_())
    assert message == Message("unexpected_gradient", {"what": "frozen"})
    assert fault(lambda m, ids, x: Net.forward(m, ids, x).detach()).key == "no_gradient"


def test_gradients_of_zeros_count_as_none() -> None:
    """Adding 0 · unused gives zeros where the reference has nothing: right."""

    class Other(Net):
        def forward(self, ids: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
            return super().forward(ids, x) + 0 * self.unused.weight.sum()

    assert_module_gradients(Other(), Net(), [(IDS, X)])


def test_form_comes_first() -> None:
    """Number, shape and dtype of the outputs are judged before any gradient."""
    assert fault(lambda m, ids, x: (Net.forward(m, ids, x),) * 2).key == "length_differs"  # type: ignore[arg-type,return-value]
    assert fault(lambda m, ids, x: Net.forward(m, ids, x)[:, :1]).key == "shape_differs"
    assert fault(lambda m, ids, x: Net.forward(m, ids, x).float()).key == "dtype_differs"


def test_values_are_as_before() -> None:
    """The second look, which moves a parameter, puts it back."""

    class Other(Net):
        def forward(self, ids: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
            return super().forward(ids, 2 * x)

    module = Other().double()
    before = {name: p.clone() for name, p in module.state_dict().items()}
    failure(lambda: assert_module_gradients(module, Net(), [(IDS, X)]))
    assert all(torch.equal(p, before[name]) for name, p in module.state_dict().items())


class Mix(nn.Module):
    """A softmax of one number: its gradient is 0."""

    def __init__(self) -> None:
        super().__init__()
        self.scalars = nn.Parameter(torch.tensor([0.3]))
        self.scale = nn.Parameter(torch.tensor(1.7))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x [N, 4] → [N, 4]."""
        return self.scale * x * self.scalars.softmax(dim=0)


def test_what_rounding_leaves_is_no_gradient() -> None:
    """exp(x) / exp(x).sum() instead of softmax is right; a small gradient that is really there is not."""

    class ByHand(Mix):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            parts = self.scalars.exp()
            return self.scale * x * (parts / parts.sum())

    inexact = 0
    for seed in range(20):
        case = torch.randn(3, 4, generator=torch.Generator().manual_seed(seed))
        assert_module_gradients(ByHand(), Mix(), [[case]])
        module = ByHand().double()
        module(case.double()).sum().backward()
        assert module.scalars.grad is not None
        inexact += bool(module.scalars.grad.any())
    assert inexact  # else nothing was shown

    class Leaking(Mix):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return super().forward(x) + 1e-9 * (self.scalars - self.scalars.detach()).sum()

    message = failure(lambda: assert_module_gradients(Leaking(), Mix(), [[X]]))
    assert message == Message("unexpected_gradient", {"what": "scalars"})

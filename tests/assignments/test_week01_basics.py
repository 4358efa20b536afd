"""Week 1's references against outside truth: torch in float64, autograd, torch.optim, the course's point."""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import torch
from torch import nn
from torch.nn import functional

REFERENCE = Path(__file__).resolve().parents[2] / "reference" / "week01_pytorch"
TUTORIAL = (64, 1000, 100, 10)


def module(name: str) -> ModuleType:
    """A module of the reference, by path."""
    spec = importlib.util.spec_from_file_location(f"week01_{name}", REFERENCE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


@pytest.mark.parametrize(
    "name, arguments, truth",
    [
        ("sigmoid", (), functional.sigmoid),
        ("tanh", (), functional.tanh),
        ("relu", (), functional.relu),
        ("leaky_relu", (0.3,), functional.leaky_relu),
        ("elu", (0.7,), functional.elu),
    ],
)
def test_activations_are_torchs(name: str, arguments: tuple[float, ...], truth: Callable[..., torch.Tensor]) -> None:
    """Values and gradients in float64, ±10⁴ and exactly 0 included."""
    activations = module("activations")
    x = torch.tensor([[0.0, 1e4, -1e4, 800.0], [-800.0, 0.3, -0.2, 5.0]], dtype=torch.float64, requires_grad=True)
    grad_out = torch.randn(2, 4, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    y = truth(x, *arguments)
    y.backward(grad_out)
    assert torch.allclose(getattr(activations, name)(x.detach(), *arguments), y, rtol=1e-12, atol=1e-15)
    actual = getattr(activations, f"{name}_backward")(grad_out, x.detach(), *arguments)
    assert torch.allclose(actual, x.grad, rtol=1e-12, atol=1e-15)


def test_maxout_backward_is_autograds() -> None:
    """All five gradients, in the order of the arguments."""
    activations, generator = module("activations"), torch.Generator().manual_seed(1)
    shapes = ((5, 4), (4, 3), (3,), (4, 3), (3,))
    inputs = [torch.randn(s, generator=generator, dtype=torch.float64, requires_grad=True) for s in shapes]
    y = activations.maxout(*inputs)
    grad_out = torch.randn(y.shape, generator=generator, dtype=torch.float64)
    y.backward(grad_out)
    actual = activations.maxout_backward(grad_out, *(t.detach() for t in inputs))
    assert all(torch.allclose(a, t.grad) for a, t in zip(actual, inputs, strict=True))


def test_the_courses_point() -> None:
    """f = (x + y)·z at (−2, 5, −4)."""
    assert module("backprop_by_hand").xyz_grads(-2.0, 5.0, -4.0) == (-12.0, -4.0, -4.0, 3.0)


def test_mse_sigmoid_grads_are_autograds() -> None:
    """The loss and its gradients by p, z, W and b."""
    generator = torch.Generator().manual_seed(2)
    x, y = (torch.randn(n, generator=generator, dtype=torch.float64) for n in (4, 3))
    W, b = (torch.randn(s, generator=generator, dtype=torch.float64, requires_grad=True) for s in ((3, 4), (3,)))
    z = functional.linear(x, W, b)
    p = functional.sigmoid(z)
    loss = nn.MSELoss(reduction="sum")(p, y)
    expected = (loss, *torch.autograd.grad(loss, (p, z, W, b)))
    actual = module("backprop_by_hand").mse_sigmoid_grads(x, W.detach(), b.detach(), y)
    assert all(torch.allclose(a, e) for a, e in zip(actual, expected, strict=True))


def test_the_tutorials_trajectory() -> None:
    """500 steps of both references are those of nn.Linear with torch.optim.SGD; the loss falls by nine orders."""
    n, d, h, k = TUTORIAL
    generator = torch.Generator().manual_seed(3)
    x, y, w1, w2 = (torch.randn(s, generator=generator, dtype=torch.float64) for s in ((n, d), (n, k), (d, h), (h, k)))
    model = nn.Sequential(nn.Linear(d, h, bias=False), nn.ReLU(), nn.Linear(h, k, bias=False)).double()
    with torch.no_grad():
        model[0].weight.copy_(w1.T)
        model[2].weight.copy_(w2.T)
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-6)
    expected = []
    for _ in range(500):
        loss = nn.MSELoss(reduction="sum")(model(x), y)
        expected.append(loss.detach())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    losses = torch.stack(expected)
    assert losses[0] > 1e6
    assert losses[-1] < 1e-9 * losses[0]
    for name, function in (("tensors", "train_two_layer_manual"), ("autograd", "train_two_layer_autograd")):
        actual = getattr(module(name), function)(x, y, w1, w2, 1e-6, 500)
        assert torch.allclose(actual[0], losses, rtol=1e-5)
        assert torch.allclose(actual[1], model[0].weight.T, atol=1e-8)
        assert torch.allclose(actual[2], model[2].weight.T, atol=1e-8)


def test_xor_is_learnt_quickly_with_every_seed() -> None:
    """All four rows, for 30 seeds, each in much less than the two seconds that the handout allows."""
    xor: Any = module("xor")
    rows = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    for seed in range(30):
        before = time.process_time()
        model = xor.train_xor(seed)
        assert time.process_time() - before < 2
        assert (model(rows) > 0.5).tolist() == [False, True, True, False]

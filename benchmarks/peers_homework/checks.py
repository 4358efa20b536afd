"""The homework's checks as they are written for a grader that runs them beside the student's code: plain asserts."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import torch

LIMIT = 2.0  # seconds a check may take; check_seconds in assignment.toml


def check_forward(rnn_cell: Callable[..., Any]) -> None:
    """h = tanh(x·Wx + h·Wh + b)."""
    started = time.perf_counter()
    for _, *inputs in _cells():
        x, h, Wx, Wh, b = inputs
        expected = torch.tanh(x @ Wx + h @ Wh + b)
        _same(rnn_cell(*inputs), expected)
    assert time.perf_counter() - started < LIMIT


def check_backward(rnn_cell_backward: Callable[..., Any]) -> None:
    """The gradients of a cell, by the chain rule."""
    started = time.perf_counter()
    for dh, *inputs in _cells():
        x, h, Wx, Wh, b = leaves = [v.clone().requires_grad_() for v in inputs]
        expected = torch.autograd.grad(torch.tanh(x @ Wx + h @ Wh + b), leaves, dh)
        actual = rnn_cell_backward(dh, *inputs)
        assert len(actual) == len(expected)
        for a, e in zip(actual, expected, strict=True):
            _same(a, e)
    assert time.perf_counter() - started < LIMIT


def check_train_step(train_step: Callable[..., Any]) -> None:
    """One step of gradient descent: the loss, and the parameters after it."""
    started = time.perf_counter()
    for params, x, y, lr in _steps():
        leaves = [p.clone().requires_grad_() for p in params]
        loss = torch.nn.functional.cross_entropy(_logits(leaves, x), y)
        gradients = torch.autograd.grad(loss, leaves)
        expected = loss.detach(), [p - lr * g for p, g in zip(params, gradients, strict=True)]
        actual = train_step(params, x, y, lr)
        _same(actual[0], expected[0])
        assert len(actual[1]) == len(params)
        for a, e in zip(actual[1], expected[1], strict=True):
            _same(a, e)
    assert time.perf_counter() - started < LIMIT


def check_classifier(train_classifier: Callable[..., Any]) -> None:
    """The trained classifier is right on 90 % of sequences that it has not seen."""
    started = time.perf_counter()
    y, expected = torch.randint(0, 2, (200,)), torch.randint(0, 2, (200,))
    actual = train_classifier(_sequences(y), y, _sequences(expected), 0)
    assert actual.shape == expected.shape
    assert (actual == expected).double().mean() >= 0.9
    assert time.perf_counter() - started < LIMIT


def _same(actual: torch.Tensor, expected: torch.Tensor) -> None:
    assert actual.shape == expected.shape
    assert torch.allclose(actual, expected, rtol=1e-4, atol=1e-5)


def _cells() -> Iterator[list[torch.Tensor]]:
    """(dh [N, H], x [N, D], h [N, H], Wx [D, H], Wh [H, H], b [H])."""
    for i in range(6):
        n, d, h = 2 + i % 3, 3 + i % 2, 4 + i
        shapes = (n, h), (n, d), (n, h), (d, h), (h, h), (h,)
        yield [0.5 * torch.randn(shape, dtype=(torch.float64, torch.float32)[i % 2]) for shape in shapes]


def _steps() -> Iterator[tuple[list[torch.Tensor], torch.Tensor, torch.Tensor, float]]:
    """([Wx [D, H], Wh [H, H], b [H], V [H, 2], c [2]], x [N, T, D], y [N], lr)."""
    for i in range(6):
        n, d, h = 2 + i % 3, 3 + i % 2, 4 + i
        params = [0.5 * torch.randn(shape) for shape in ((d, h), (h, h), (h,), (h, 2), (2,))]
        yield params, torch.randn(n, 4, d), torch.randint(0, 2, (n,)), 0.1


def _logits(params: list[torch.Tensor], x: torch.Tensor) -> torch.Tensor:
    Wx, Wh, b, V, c = params
    h = torch.zeros(len(x), len(Wh))
    for t in range(x.shape[1]):
        h = torch.tanh(x[:, t] @ Wx + h @ Wh + b)
    return h @ V + c


def _sequences(y: torch.Tensor) -> torch.Tensor:
    x = torch.randn(len(y), 6, 3)
    x[:, :, 0] += (2 * y - 1).unsqueeze(1)
    return x

"""Checks of the module `Layer`: state, values, gradients, a step of training."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from assignments.week01_walls.inputs import triples
from torch import nn

from grader.testing import assert_matches, expect


@pytest.mark.points(2)
def test_state(student: Any, reference: Any) -> None:
    """The state dict of Layer is {"weight": three ones}, and it has three trainable numbers.

    ko: Layer의 state_dict는 {"weight": 1 세 개}이고, 학습되는 값은 세 개다.
    """
    layer = student.Layer()
    expect(isinstance(layer, nn.Module), "assertion", text="Layer is no nn.Module")
    assert_matches(dict(layer.state_dict()), dict(reference.Layer().state_dict()), what="state_dict")
    count = sum(p.numel() for p in layer.parameters() if p.requires_grad)
    expect(count == 3, "assertion", text=f"{count} trainable numbers")


@pytest.mark.points(2)
def test_forward(student: Any, cases: Any) -> None:
    """Layer multiplies by its weight, whatever values were loaded, in both modes.

    ko: Layer는 어떤 값을 불러오든, 어느 모드에서든 가중치를 곱한다.
    """
    for (weight,), (x,) in zip(cases(triples, n=2), cases(triples, n=2), strict=True):
        layer = student.Layer()
        layer.load_state_dict({"weight": weight.float()})
        for mode in (True, False):
            layer.train(mode)
            assert_matches(layer(x.float()).detach(), (x * weight).float())


@pytest.mark.points(2)
def test_step(student: Any, cases: Any) -> None:
    """The gradient reaches the weight, and a step against it moves the output.

    ko: 기울기가 가중치에 닿고, 그 반대 방향으로 가면 출력이 바뀐다.
    """
    ((x,),) = cases(triples, n=1)
    x = x.float()
    layer = student.Layer()
    (layer(x) * torch.tensor([1.0, -2.0, 3.0])).sum().backward()
    gradient = x * torch.tensor([1.0, -2.0, 3.0])
    assert_matches(layer.weight.grad, gradient, what="gradient")
    weight = layer.weight
    with torch.no_grad():
        weight -= 0.5 * gradient
    assert_matches(layer(x).detach(), x * (1 - 0.5 * gradient), what="output after the step")

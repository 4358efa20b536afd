"""What the checks of week 1's modules need: their structure, and loading values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import nn

from grader.testing import assert_shape, expect, fail
from grader.testing.assertions import type_name

Shapes = Mapping[str, tuple[int, ...]]


def check_state(model: Any, shapes: Shapes) -> None:
    """The state dict has these names and shapes, in any order, and nothing else."""
    if not isinstance(model, nn.Module):
        fail("type_differs", what="model", expected="torch.nn.Module", actual=type_name(model))
    state = model.state_dict()
    missing, extra = sorted(shapes.keys() - state.keys()), sorted(state.keys() - shapes.keys())
    expect(not missing and not extra, "keys_differ", what="state_dict()", missing=missing[:20], extra=extra[:20])
    for name, shape in shapes.items():
        assert_shape(state[name], shape, what=name)


def loaded(model: Any, state: Mapping[str, torch.Tensor]) -> Any:
    """The model with these values, in their dtype."""
    check_state(model, {name: tuple(value.shape) for name, value in state.items()})
    model.to(next(iter(state.values())).dtype)
    model.load_state_dict(state)
    return model

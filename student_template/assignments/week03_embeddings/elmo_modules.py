"""Values for the modules of `elmo` and `fasttext`: their names and shapes, and loading them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import nn

from grader.testing import Draw, assert_matches, assert_shape, expect, fail
from grader.testing.assertions import type_name

Shapes = Mapping[str, tuple[int, ...]]
State = dict[str, torch.Tensor]


def check_state(model: Any, wanted: Shapes, made_by: str) -> None:
    """The state dict has these names and shapes, in any order, and nothing else; all of it is trainable.

    Args:
        made_by: the call that made the model, for the message.
    """
    if not isinstance(model, nn.Module):
        fail("type_differs", what=made_by, expected="torch.nn.Module", actual=type_name(model))
    state = model.state_dict()
    missing, extra = sorted(wanted.keys() - state.keys()), sorted(state.keys() - wanted.keys())
    expect(not missing and not extra, "keys_differ", what="state_dict()", missing=missing[:20], extra=extra[:20])
    for name, shape in wanted.items():
        assert_shape(state[name], shape, what=name)
    trainable = sum(p.numel() for p in model.parameters() if p.requires_grad)
    numbers = sum(torch.Size(shape).numel() for shape in wanted.values())
    assert_matches(trainable, numbers, what=f"sum(p.numel() for p in {made_by}.parameters() if p.requires_grad)")


def drawn(draw: Draw, shapes: Shapes, scale: float = 0.7) -> State:
    """Normal values for these names."""
    return {name: draw.normal(*shape, scale=scale) for name, shape in shapes.items()}


def loaded(model: Any, state: State) -> Any:
    """The model with these values, in their dtype."""
    check_state(model, {name: tuple(value.shape) for name, value in state.items()}, "the model")
    model.to(next(iter(state.values())).dtype)
    model.load_state_dict(state)
    return model

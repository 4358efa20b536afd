"""What the checks of all modules of week 4 need: structure, loading values, and gradients of parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import nn

from grader.testing import expect, fail
from grader.testing.assertions import type_name

Shapes = Mapping[str, tuple[int, ...]]


def check_state(model: Any, shapes: Shapes, what: str) -> None:
    """Names and shapes of the module's state dict, in any order; `what` is the class's name."""
    if not isinstance(model, nn.Module):
        fail("week04.not_a_module", what=what, got=type_name(model))
    state = model.state_dict()
    missing, extra = sorted(shapes.keys() - state.keys()), sorted(state.keys() - shapes.keys())
    names = {"missing": ", ".join(missing) or "-", "extra": ", ".join(extra)[:200] or "-"}
    expect(not missing and not extra, "week04.state_names", **names)
    for name, shape in shapes.items():
        got = tuple(state[name].shape)
        expect(got == shape, "week04.state_shape", name=name, got=str(got), expected=str(shape))


def loaded(side: Any, name: str, sizes: tuple[int, ...], state: Mapping[str, torch.Tensor]) -> Any:
    """The module `name` of `side` (student or reference) with these values, in their dtype and in evaluation mode."""
    model = getattr(side, name)(*sizes)
    check_state(model, {key: tuple(value.shape) for key, value in state.items()}, name)
    model.to(next(iter(state.values())).dtype)
    model.load_state_dict(state)
    return model.eval()


def no_padding(ids: torch.Tensor) -> torch.Tensor:
    """ids without 0 and 1, which a submission may have made its padding: such rows get no gradient."""
    return ids.clamp(min=2)


def backward(*results: object) -> None:
    """Send cotangents of unequal entries back through the results; nothing where there is no way back."""
    terms = []
    for result in results:
        if isinstance(result, torch.Tensor) and result.requires_grad:
            cotangent = torch.linspace(-1, 1.5, result.numel(), dtype=result.dtype).view_as(result)
            terms.append((result * cotangent).sum())
    if terms:
        torch.stack(terms).sum().backward()


def gradient(model: Any, name: str) -> torch.Tensor | None:
    """The parameter's gradient; None where there is none, or only zeros."""
    parameter = dict(model.named_parameters()).get(name)
    if parameter is None or parameter.grad is None or not parameter.grad.any():
        return None
    return parameter.grad

"""Arguments for the checks of `nnlm`, drawn afresh for every case, and loading values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import nn

from grader.testing import Draw, assert_shape, expect, fail
from grader.testing.assertions import type_name

Sizes = tuple[int, int, int, int]
State = dict[str, torch.Tensor]


def shapes(vocab_size: int, embed_dim: int, window: int, hidden: int) -> dict[str, tuple[int, ...]]:
    """Name → shape of the parameters."""
    return {
        "embedding.weight": (vocab_size, embed_dim),
        "hidden.weight": (hidden, window * embed_dim),
        "hidden.bias": (hidden,),
        "output.weight": (vocab_size, hidden),
        "output.bias": (vocab_size,),
    }


def inputs(draw: Draw) -> tuple[Sizes, State, torch.Tensor]:
    """((V, E, window, H), a state dict, ids [N, window]): several words, several examples; the words 0 and V − 1."""
    n, window = draw.size(3, 6), draw.size(2, 4)
    return _with_ids(draw, n, window)


def boundaries(draw: Draw) -> tuple[Sizes, State, torch.Tensor]:
    """The same with a single example, a window of one word, both."""
    n, window = ((1, 3), (4, 1), (1, 1), (1, 2))[draw.index % 4]
    return _with_ids(draw, n, window)


def _with_ids(draw: Draw, n: int, window: int) -> tuple[Sizes, State, torch.Tensor]:
    sizes = (draw.size(5, 9), draw.size(2, 4), window, draw.size(3, 6))
    state = {name: draw.normal(*shape, scale=0.7) for name, shape in shapes(*sizes).items()}
    ids = draw.integers(0, sizes[0], (n, window))
    if n > 1:
        ids[0, 0], ids[-1, -1] = 0, sizes[0] - 1
    return sizes, state, (ids.T.contiguous().T if draw.index % 3 == 2 else ids)


def check_state(model: Any, wanted: Mapping[str, tuple[int, ...]]) -> None:
    """The state dict has these names and shapes, in any order, and nothing else."""
    if not isinstance(model, nn.Module):
        fail("type_differs", what="NNLM(…)", expected="torch.nn.Module", actual=type_name(model))
    state = model.state_dict()
    missing, extra = sorted(wanted.keys() - state.keys()), sorted(state.keys() - wanted.keys())
    expect(not missing and not extra, "keys_differ", what="state_dict()", missing=missing[:20], extra=extra[:20])
    for name, shape in wanted.items():
        assert_shape(state[name], shape, what=name)


def loaded(model: Any, state: Mapping[str, torch.Tensor]) -> Any:
    """The model with these values, in their dtype."""
    check_state(model, {name: tuple(value.shape) for name, value in state.items()})
    model.to(next(iter(state.values())).dtype)
    model.load_state_dict(state)
    return model

"""Arguments for the checks of `cbow` and `skipgram`, drawn afresh for every case, and loading values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import nn

from grader.testing import Draw, assert_shape, expect, fail
from grader.testing.assertions import type_name

Sizes = tuple[int, int, int, int]
State = dict[str, torch.Tensor]


def shapes(vocab_size: int, embed_dim: int, context_size: int, hidden: int) -> dict[str, tuple[int, ...]]:
    """Name → shape of the parameters of CBOW."""
    return {
        "embeddings.weight": (vocab_size, embed_dim),
        "linear1.weight": (hidden, 2 * context_size * embed_dim),
        "linear1.bias": (hidden,),
        "linear2.weight": (vocab_size, hidden),
        "linear2.bias": (vocab_size,),
    }


def inputs(draw: Draw) -> tuple[Sizes, State, torch.Tensor]:
    """((V, E, context_size, H), a state dict, ids [N, 2·context_size]): several examples; the words 0 and V − 1."""
    return _with_ids(draw, draw.size(3, 6), draw.size(1, 3), 0.7)


def _with_ids(draw: Draw, n: int, context_size: int, scale: float) -> tuple[Sizes, State, torch.Tensor]:
    sizes = (draw.size(5, 9), draw.size(2, 4), context_size, draw.size(3, 6))
    state = {name: draw.normal(*shape, scale=scale) for name, shape in shapes(*sizes).items()}
    ids = draw.integers(0, sizes[0], (n, 2 * context_size))
    if n > 1:
        ids[0, 0], ids[-1, -1] = 0, sizes[0] - 1
    return sizes, state, (ids.T.contiguous().T if draw.index % 3 == 2 else ids)


def check_state(model: Any, wanted: Mapping[str, tuple[int, ...]], what: str) -> None:
    """The state dict has these names and shapes, in any order, and nothing else; all are trainable."""
    if not isinstance(model, nn.Module):
        fail("type_differs", what=what, expected="torch.nn.Module", actual=type_name(model))
    state = model.state_dict()
    missing, extra = sorted(wanted.keys() - state.keys()), sorted(state.keys() - wanted.keys())
    expect(not missing and not extra, "keys_differ", what="state_dict()", missing=missing[:20], extra=extra[:20])
    for name, shape in wanted.items():
        assert_shape(state[name], shape, what=name)
    frozen = sorted(wanted.keys() - {name for name, p in model.named_parameters() if p.requires_grad})
    expect(not frozen, "keys_differ", what="requires_grad", missing=frozen, extra=[])


def loaded(model: Any, state: Mapping[str, torch.Tensor]) -> Any:
    """The model with these values, in their dtype."""
    model.to(next(iter(state.values())).dtype)
    model.load_state_dict(state)
    return model

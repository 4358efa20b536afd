"""Which tokens the logits of a bidirectional language model depend on: the property, without any reference."""

from __future__ import annotations

from typing import Any

import torch

from grader.testing import assert_shape, expect, fail
from grader.testing.assertions import type_name

_NAMES = ("forward_logits", "backward_logits")
_ROUNDING = 1e-9


def check_sight(model: Any, ids: torch.Tensor, vocab_size: int) -> None:
    """Where token t becomes another, the forward logits from t on change, the backward logits up to t, and no others.

    Args:
        model: a `BiLM` in float64. ids: int64 [N, T].
    """
    before = _logits(model, ids, vocab_size)
    position = torch.arange(ids.shape[1])
    for t in range(ids.shape[1]):
        after = _logits(model, torch.where(position == t, (ids + 1) % vocab_size, ids), vocab_size)
        for name, old, new, sees in zip(_NAMES, before, after, (position >= t, position <= t), strict=True):
            change = (new - old).abs().amax(dim=(0, 2))  # [T]
            leaks = (change > _ROUNDING * old.abs().max()) & ~sees
            blind = (change == 0) & sees
            for key, wrong in (("week03.leak", leaks), ("week03.blind", blind)):
                expect(not bool(wrong.any()), key, what=name, token=t, at=int(wrong.int().argmax()))


def _logits(model: Any, ids: torch.Tensor, vocab_size: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Both directions' logits, each [N, T, V]."""
    result = model(ids)
    if not isinstance(result, tuple) or len(result) != 2:
        fail("type_differs", what="BiLM(…)(ids)", expected="tuple[Tensor, Tensor]", actual=type_name(result))
    for name, value in zip(_NAMES, result, strict=True):
        if not isinstance(value, torch.Tensor):
            fail("type_differs", what=name, expected="torch.Tensor", actual=type_name(value))
        assert_shape(value, [*ids.shape, vocab_size], what=name)
    forward, backward = result
    return forward.detach(), backward.detach()

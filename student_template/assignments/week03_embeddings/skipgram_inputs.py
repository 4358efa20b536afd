"""Arguments for the checks of `skipgram`, drawn afresh for every case."""

from __future__ import annotations

import torch

from grader.testing import Draw

State = dict[str, torch.Tensor]
Case = tuple[tuple[int, int], State, torch.Tensor, torch.Tensor]


def pairs(draw: Draw) -> Case:
    """((V, E), a state dict, focus [N], context [N]): a word with itself, and the words 0 and V − 1."""
    v, e, n = draw.size(4, 9), draw.size(2, 5), draw.size(4, 8)
    focus, context = draw.integers(0, v, (n,)), draw.integers(0, v, (n,))
    focus[0], context[0], context[1], focus[2], context[2] = 0, v - 1, 0, 1, 1
    if draw.index % 3 == 2:
        focus, context = (torch.stack([ids, ids], -1)[:, 0] for ids in (focus, context))  # not contiguous
    return (v, e), {"embeddings.weight": draw.normal(v, e)}, focus, context

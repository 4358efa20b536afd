"""Arguments for the checks of `metrics`, drawn afresh for every case."""

from __future__ import annotations

import torch

from grader.testing import Draw


def labels(draw: Draw) -> tuple[torch.Tensor, torch.Tensor]:
    """(true, pred) [N, K]: each label is there and predicted, hit and missed, the labels not equally often."""
    n, k = draw.size(6, 12), draw.size(2, 5)
    often = torch.arange(1, k + 1) / (k + 2)
    true = torch.rand(n, k, generator=draw.generator) < often
    pred = true ^ (torch.rand(n, k, generator=draw.generator) < 0.35 - 0.25 * often)
    true[0], pred[0], true[1], pred[1], true[2, 0], pred[2, 0] = True, True, True, False, False, True
    return true, pred


def rare_labels(draw: Draw) -> tuple[torch.Tensor, torch.Tensor]:
    """The same with a label that is nowhere, one that is only there, one that is only predicted; nothing at all."""
    true, pred = labels(draw)
    if draw.index == 1:
        return torch.zeros_like(true), torch.zeros_like(pred)
    if draw.index == 2:
        return true & False, pred
    if draw.index == 3:
        return true, pred & False
    column = torch.zeros(len(true), 1, dtype=torch.bool)
    some = true[:, :1]
    true, pred = torch.cat([true, column, some, column], 1), torch.cat([pred, column, column, some], 1)
    order = draw.integers(0, 2**31, (true.shape[1],)).argsort()
    return true[:, order], pred[:, order]


def few(draw: Draw) -> tuple[torch.Tensor, torch.Tensor]:
    """One example, one label, both; tensors that are not contiguous; a large one. No denominator is 0."""
    true, pred = labels(draw)
    if draw.index == 4:
        return true.repeat(300, 3), pred.repeat(300, 3)
    options = (
        (true[:1], pred[3:4]),
        (true[:, :1], pred[:, :1]),
        (true[:1, :1], pred[:1, :1]),
        (true.T.contiguous().T, torch.stack([pred, pred], -1)[..., 0]),
    )
    return options[draw.index % len(options)]

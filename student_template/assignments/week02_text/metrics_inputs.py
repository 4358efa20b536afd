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

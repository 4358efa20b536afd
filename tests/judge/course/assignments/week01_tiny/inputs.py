"""Inputs of the tiny course's checks."""

from __future__ import annotations

import torch

from grader.testing import Draw


def vectors(draw: Draw) -> tuple[torch.Tensor]:
    """(x [N],)."""
    return (draw.normal(draw.size(1, 5)),)

"""Inputs of the checks."""

from __future__ import annotations

import torch

from grader.testing import Draw


def vectors(draw: Draw) -> tuple[torch.Tensor]:
    """(x [N],): the first case has one entry."""
    return (draw.normal(draw.size(1, 5)),)


def triples(draw: Draw) -> tuple[torch.Tensor]:
    """(x [3],): always the same shape."""
    return (draw.normal(3),)


def numbers(draw: Draw) -> tuple[list[int]]:
    """(a list of 3 to 6 ints,)."""
    return (draw.integers(-9, 9, (draw.size(3, 6),)).tolist(),)


def points(draw: Draw) -> tuple[torch.Tensor, float]:
    """(x [200] in (0, 1), the place of the step between the classes): case 0 is for training, case 1 for the test."""
    return (torch.rand(200, generator=draw.generator), draw.uniform(0.3, 0.7))

"""Small made-up images for what a classifier has to keep to, whatever it has learned: types, batches, seeds."""

from __future__ import annotations

import torch

from grader.testing import Draw

CLASSES, CHANNELS, SIDE = 4, 3, 12
TRAIN, VALID, PROBES = 160, 40, 120

Toys = tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]


def toy_images(draw: Draw) -> Toys:
    """(x [160, 3, 12, 12], y, x_valid [40, …], y_valid, probes [120, 3, 12, 12]): a bright quarter in noise.

    The class is the quarter. Probes are noise alone, so that a model is of two minds about them: what makes its answers
    waver shows there first. They grow brighter from the first to the last: a batch of neighbours is unlike the whole.
    """
    x, y = _labelled(draw, TRAIN)
    x_valid, y_valid = _labelled(draw, VALID)
    brightness = torch.linspace(0.2, 1.0, PROBES).view(-1, 1, 1, 1)
    probes = brightness * torch.rand(PROBES, CHANNELS, SIDE, SIDE, generator=draw.generator)
    return x, y, x_valid, y_valid, probes


def _labelled(draw: Draw, count: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Every class as often."""
    y = (torch.arange(count) % CLASSES)[torch.randperm(count, generator=draw.generator)]
    x = 0.8 * torch.rand(count, CHANNELS, SIDE, SIDE, generator=draw.generator)
    half = SIDE // 2
    for image, label in zip(x, y.tolist(), strict=True):
        row, column = divmod(label, 2)
        image[:, row * half : (row + 1) * half, column * half : (column + 1) * half] += 0.2
    return x, y

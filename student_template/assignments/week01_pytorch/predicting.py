"""What `predict` of a trained object has to keep to: asked for by the checks of both training tasks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch

from grader.testing import Draw, expect, fail
from grader.testing.assertions import type_name


def predict_of(model: Any, trainer: str) -> Callable[[Any], Any]:
    """The method `predict` of what `trainer` returned."""
    predict = getattr(model, "predict", None)
    if not callable(predict):
        fail("week01.no_predict", name=trainer, got=type_name(model))
    return predict  # type: ignore[no-any-return]  # a proxy's method


def check_labels(labels: Sequence[int], classes: int) -> None:
    """Each is one of 0 … classes − 1."""
    for index, label in enumerate(labels):
        expect(0 <= label < classes, "week01.no_label", index=index, got=label, highest=classes - 1)


def data_seed(draw: Draw) -> tuple[int]:
    """A seed for a data set, from the run's own."""
    return (int(torch.randint(0, 2**31, (1,), generator=draw.generator)),)

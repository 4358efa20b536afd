"""What `predict` of a trained object has to keep to, whatever the model is."""

from __future__ import annotations

import numbers
from collections.abc import Callable, Hashable, Sequence
from typing import Any

import torch

from grader.testing.assertions import expect, fail, same_length, type_name
from grader.testing.draw import Draw

# Sums of another order can turn an answer that hangs on the last digit; three of a hundred such, nobody has by chance.
BY_ROUNDING = 3


def predict_of(model: Any, trainer: str) -> Callable[[Any], Any]:
    """The method `predict` of what the function `trainer` returned."""
    predict = getattr(model, "predict", None)
    if not callable(predict):
        fail("no_predict", name=trainer, got=type_name(model))
    return predict  # type: ignore[no-any-return]  # a proxy's method


def one_label_each(answers: Any, count: int, classes: int) -> list[int]:
    """The answers of `predict(texts)`, if they are a list with one of 0 … classes − 1 for each of `count` texts."""
    listed(answers, count, "predict(texts)")
    labels = [label_number(answer, f"predict(texts)[{index}]") for index, answer in enumerate(answers)]
    check_labels(labels, classes, "predict(texts)")
    return labels


def listed(answers: Any, count: int, what: str) -> None:
    """It is a list of so many entries."""
    if not isinstance(answers, list):
        fail("type_differs", what=what, expected="list", actual=type_name(answers))
    same_length(len(answers), count, what)


def label_number(answer: Any, what: str) -> int:
    """The answer, if it is an integer of any kind but bool."""
    if not isinstance(answer, numbers.Integral) or isinstance(answer, bool):
        fail("type_differs", what=what, expected="int", actual=type_name(answer))
    return int(answer)


def check_labels(labels: Sequence[int], classes: int, what: str = "predict(…)") -> None:
    """Each is one of 0 … classes − 1."""
    for index, label in enumerate(labels):
        expect(0 <= label < classes, "no_label", what=f"{what}[{index}]", got=label, highest=classes - 1)


def check_apart(whole: Sequence[Hashable], others: Sequence[Hashable]) -> None:
    """The answers to the same inputs, asked for in other batches."""
    changed = sum(a != b for a, b in zip(whole, others, strict=True))
    expect(changed <= BY_ROUNDING, "batch_matters", changed=changed, total=len(whole))


def check_repeated(first: Sequence[Hashable], second: Sequence[Hashable]) -> None:
    """The answers of two models of the same seed, asked for with torch's generator in the same state."""
    changed = sum(a != b for a, b in zip(first, second, strict=True))
    expect(changed <= BY_ROUNDING, "seed_ignored", changed=changed, total=len(first))


def data_seed(draw: Draw) -> tuple[int]:
    """A seed for a data set, from the run's own: a maker of cases."""
    return (int(torch.randint(0, 2**31, (1,), generator=draw.generator)),)

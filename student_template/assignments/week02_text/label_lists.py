"""What `predict` of `train_multi_label` answers: its form, and its F1."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from grader.testing import expect, fail
from grader.testing.assertions import type_name
from grader.testing.metrics import f1
from grader.testing.predicting import check_labels, label_number, listed


def label_lists(answers: Any, count: int, num_labels: int) -> list[frozenset[int]]:
    """The labels of each text, if the answers are a list with a list of different labels for each of `count` texts."""
    listed(answers, count, "predict(texts)")
    return [_labels(found, f"predict(texts)[{index}]", num_labels) for index, found in enumerate(answers)]


def _labels(found: Any, what: str, num_labels: int) -> frozenset[int]:
    if not isinstance(found, list):
        fail("type_differs", what=what, expected="list", actual=type_name(found))
    labels = [label_number(label, f"{what}[{k}]") for k, label in enumerate(found)]
    check_labels(labels, num_labels, what)
    for label in labels:
        expect(labels.count(label) == 1, "week02.label_twice", what=what, got=label)
    return frozenset(labels)


def scores(answers: Sequence[Iterable[int]], wanted: Sequence[Iterable[int]], num_labels: int) -> tuple[float, float]:
    """Micro-F1 and macro-F1; macro over the labels 0 … num_labels − 1, 0 for one that is neither true nor answered."""
    predicted, true = ([_mask(labels, num_labels) for labels in rows] for rows in (answers, wanted))
    return f1(predicted, true, average="micro"), f1(predicted, true, average="macro")


def _mask(labels: Iterable[int], num_labels: int) -> list[int]:
    held = set(labels)
    return [int(label in held) for label in range(num_labels)]

"""Texts and their labels in three parts, as a training check reads them from a data set's files."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from grader.errors import UsageError

L = TypeVar("L")  # one label, or the list of a text's labels
Part = tuple[list[str], list[L]]  # every text has the label of the same index


@dataclass(frozen=True)
class LabelledTexts(Generic[L]):
    """One data set; texts and labels of a part are equally many."""

    name: str
    train_texts: list[str]
    train_labels: list[L]
    valid_texts: list[str]
    valid_labels: list[L]
    test_texts: list[str]
    test_labels: list[L]


def data_folder(name: str, data_dir: Path | None) -> Path:
    """A data set's folder.

    Raises:
        UsageError: it is not there; the text says what to do.
    """
    if data_dir is None or not (data_dir / name).is_dir():
        raise UsageError(f"{name}: let GRADER_DATA_DIR or --data-dir name the folder that holds it")
    return data_dir / name


def of_classes(
    path: Path, rows: Iterable[tuple[str, object]], classes: int, at_least: int, first: int = 1
) -> Part[int]:
    """The rows of a file as texts and labels 0 … classes − 1.

    Args:
        first: the line of the first row.

    Raises:
        UsageError: another label, too few rows, or a label that none has; the text names the file.
    """
    texts, labels = [], []
    for number, (text, label) in enumerate(rows, start=first):
        if type(label) is not int or label not in range(classes):
            raise UsageError(f"{path}: line {number} has a label other than 0 to {classes - 1}")
        texts.append(text)
        labels.append(label)
    if len(texts) < at_least or len(set(labels)) < classes:
        raise UsageError(
            f"{path}: {len(texts)} rows, at least {at_least} with all labels 0 to {classes - 1} are needed"
        )
    return texts, labels


def divided(name: str, train: Part[L], test: Part[L], valid: int, seed: int) -> LabelledTexts[L]:
    """The last `valid` training texts are for validation; the test texts come in an order that the seed decides."""
    texts, labels = train
    order = list(range(len(test[0])))
    random.Random(seed).shuffle(order)  # noqa: S311 - no secret
    return LabelledTexts(
        name,
        texts[:-valid],
        labels[:-valid],
        texts[-valid:],
        labels[-valid:],
        [test[0][i] for i in order],
        [test[1][i] for i in order],
    )

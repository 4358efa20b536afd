"""The texts for `train_fasttext`: sentence_polarity and klue_ynat where they are at hand, else made-up ones.

Labels are 0 … K − 1. The test labels stay in the judge.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from assignments.week03_embeddings.fasttext_texts import Part, stem_texts
from grader.errors import UsageError
from grader.testing.packed import packed_lines, packed_rows

GENERATED, POLARITY, YNAT = "stems", "sentence_polarity", "klue_ynat"
SIZES = (2_000, 400, 1_000)  # training, validation and test of the made-up texts
CLASSES = {POLARITY: 2, YNAT: 7}
VALID = 1_000  # of the real training texts, the last ones


@dataclass(frozen=True)
class TextData:
    """One data set in three parts; every text has a label of the same index."""

    name: str
    train_texts: list[str]
    train_labels: list[int]
    valid_texts: list[str]
    valid_labels: list[int]
    test_texts: list[str]
    test_labels: list[int]


def data_sets(data_dir: Path | None) -> list[str]:
    """What is at hand: the real data below `data_dir`, or the made-up texts where no folder is given."""
    return [GENERATED] if data_dir is None else [POLARITY, YNAT]


def load_texts(name: str, data_dir: Path | None, seed: int) -> TextData:
    """A data set by name; the seed decides about the made-up texts, and about the order of real test texts.

    Raises:
        UsageError: the data are not there, or not as they should be; the text names the file and the fault.
    """
    if name == GENERATED:
        (texts, labels), (valid_texts, valid_labels), (test_texts, test_labels) = stem_texts(seed, SIZES)
        return TextData(GENERATED, texts, labels, valid_texts, valid_labels, test_texts, test_labels)
    if data_dir is None or not (data_dir / name).is_dir():
        raise UsageError(f"{name}: let GRADER_DATA_DIR or --data-dir name the folder that holds it")
    texts, labels = _read(data_dir / name, "train", 2 * VALID)
    test = list(zip(*_read(data_dir / name, "test", 100), strict=True))
    random.Random(seed).shuffle(test)
    return TextData(
        name,
        texts[:-VALID],
        labels[:-VALID],
        texts[-VALID:],
        labels[-VALID:],
        [text for text, _ in test],
        [label for _, label in test],
    )


def _read(folder: Path, part: str, at_least: int) -> Part:
    """The texts of a part and their labels."""
    classes = CLASSES[folder.name]
    path = folder / (f"{part}.tsv.gz" if folder.name == POLARITY else f"{part}.jsonl.gz")
    rows = _table(path) if folder.name == POLARITY else packed_rows(path, "title", "label")
    texts, labels = [], []
    for number, (text, label) in enumerate(rows, start=1):
        if not isinstance(label, int) or label not in range(classes):
            raise UsageError(f"{path}: row {number} has a label other than 0 to {classes - 1}")
        texts.append(text)
        labels.append(label)
    if len(texts) < at_least or len(set(labels)) < classes:
        raise UsageError(f"{path}: {len(texts)} rows, at least {at_least} with all labels are needed")
    return texts, labels


def _table(path: Path) -> list[tuple[str, object]]:
    """(sentence, label) of each line behind the first, which names the columns id, sentence and label."""
    rows: list[tuple[str, object]] = []
    for line in packed_lines(path)[1:]:
        cells = line.split("\t")
        if len(cells) != 3:
            raise UsageError(f"{path}: line {len(rows) + 2} has {len(cells)} columns instead of 3")
        rows.append((cells[1], int(cells[2]) if cells[2].isdecimal() else cells[2]))
    return rows

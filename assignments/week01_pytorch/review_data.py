"""The texts for `train_sentiment_bow`: real reviews where they are at hand, else made-up ones.

Labels: 0 negative, 1 positive. The test labels stay in the judge.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assignments.week01_pytorch.made_up_reviews import labelled_reviews
from grader.errors import UsageError
from grader.testing.packed import packed_lines, packed_rows

GENERATED, MOVIES, NSMC = "generated", "movie_reviews", "nsmc_small"
SIZES = (1_500, 300, 1_000)  # training, validation and test of the made-up reviews
VALID = {MOVIES: 200, NSMC: 2_000}  # of the training texts, the last ones


@dataclass(frozen=True)
class ReviewData:
    """One data set in three parts; every text has a label of the same index."""

    name: str
    train_texts: list[str]
    train_labels: list[int]
    valid_texts: list[str]
    valid_labels: list[int]
    test_texts: list[str]
    test_labels: list[int]


def data_sets(data_dir: Path | None) -> list[str]:
    """What is at hand: the real data sets below `data_dir`, or the made-up reviews where no folder is given.

    Raises:
        UsageError: the folder holds none of them.
    """
    if data_dir is None:
        return [GENERATED]
    found = [name for name in (MOVIES, NSMC) if (data_dir / name).is_dir()]
    if not found:
        raise UsageError(
            f"{data_dir} holds no {MOVIES}: let GRADER_DATA_DIR name the folder that holds it, or unset it"
        )
    return found


def load_reviews(name: str, data_dir: Path | None, seed: int) -> ReviewData:
    """A data set by name; the seed decides about the made-up reviews, and about the order of real test texts.

    Raises:
        UsageError: the data are not there, or not as they should be; the text names the file and the fault.
    """
    if name == GENERATED:
        (texts, labels), (valid_texts, valid_labels), (test_texts, test_labels) = labelled_reviews(seed, SIZES)
        return ReviewData(GENERATED, texts, labels, valid_texts, valid_labels, test_texts, test_labels)
    if data_dir is None:
        raise UsageError(f"{name}: let GRADER_DATA_DIR or --data-dir name the folder that holds it")
    read, suffix = (_read_json, "jsonl.gz") if name == MOVIES else (_read_table, "tsv.gz")
    train, test = (_rows(data_dir / name / f"{part}.{suffix}", read) for part in ("train", "test"))
    random.Random(seed).shuffle(test)
    valid = VALID[name]
    if len(train) < 2 * valid:
        raise UsageError(f"{data_dir / name}: {len(train)} training texts, at least {2 * valid} are needed")
    return ReviewData(name, *_columns(train[:-valid]), *_columns(train[-valid:]), *_columns(test))


Row = tuple[str, int]


def _columns(rows: list[Row]) -> tuple[list[str], list[int]]:
    return [text for text, _ in rows], [label for _, label in rows]


def _rows(path: Path, read: Callable[[Path], list[Row]]) -> list[Row]:
    """Text and label of each line."""
    rows = read(path)
    if len(rows) < 100 or {label for _, label in rows} != {0, 1}:
        raise UsageError(f"{path}: {len(rows)} rows, at least 100 with the labels 0 and 1 are needed")
    return rows


def _read_json(path: Path) -> list[Row]:
    """Lines as movie_reviews has them: objects with text and label."""
    rows = []
    for number, (text, label) in enumerate(packed_rows(path, "text", "label"), start=1):
        if not isinstance(label, int) or label not in (0, 1):
            raise UsageError(f"{path}: line {number} has a label other than 0 and 1")
        rows.append((text, int(label)))
    return rows


def _read_table(path: Path) -> list[Row]:
    """Lines as nsmc_small has them: id, document and label, separated by tabs, below a line of names."""
    rows = []
    for number, line in enumerate(packed_lines(path)[1:], start=2):
        fields = line.split("\t")
        if len(fields) != 3 or fields[2] not in ("0", "1"):
            raise UsageError(f"{path}: line {number} is not id, document and a label 0 or 1, separated by tabs")
        rows.append((fields[1], int(fields[2])))
    return rows

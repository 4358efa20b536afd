"""The headlines for `train_topic_classifier`: klue_ynat where it is at hand, else made-up ones.

Labels are the topics 0 … 6. The test labels stay in the judge.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from assignments.week02_text.made_up_headlines import TOPICS, headlines
from grader.errors import UsageError
from grader.testing.packed import packed_rows

GENERATED, YNAT = "headlines", "klue_ynat"
SIZES = (2_000, 400, 1_000)  # training, validation and test of the made-up headlines
VALID = 1_500  # of klue_ynat's training texts, the last ones


@dataclass(frozen=True)
class TopicData:
    """One data set in three parts; every text has a label of the same index."""

    name: str
    train_texts: list[str]
    train_labels: list[int]
    valid_texts: list[str]
    valid_labels: list[int]
    test_texts: list[str]
    test_labels: list[int]


def data_sets(data_dir: Path | None) -> list[str]:
    """What is at hand: klue_ynat below `data_dir`, or the made-up headlines where no folder is given."""
    return [GENERATED] if data_dir is None else [YNAT]


def load_topics(name: str, data_dir: Path | None, seed: int) -> TopicData:
    """A data set by name; the seed decides about the made-up headlines, and about the order of real test texts.

    Raises:
        UsageError: the data are not there, or not as they should be; the text names the file and the fault.
    """
    if name == GENERATED:
        (texts, labels), (valid_texts, valid_labels), (test_texts, test_labels) = headlines(seed, SIZES)
        return TopicData(GENERATED, texts, labels, valid_texts, valid_labels, test_texts, test_labels)
    if data_dir is None or not (data_dir / name).is_dir():
        raise UsageError(f"{name}: let GRADER_DATA_DIR or --data-dir name the folder that holds it")
    texts, labels = _read(data_dir / name / "train.jsonl.gz", 2 * VALID)
    test = list(zip(*_read(data_dir / name / "test.jsonl.gz", 100), strict=True))
    random.Random(seed).shuffle(test)
    return TopicData(
        name,
        texts[:-VALID],
        labels[:-VALID],
        texts[-VALID:],
        labels[-VALID:],
        [text for text, _ in test],
        [label for _, label in test],
    )


def _read(path: Path, at_least: int) -> tuple[list[str], list[int]]:
    """The titles of a file and their topics."""
    texts, labels = [], []
    for number, (text, label) in enumerate(packed_rows(path, "title", "label"), start=1):
        if not isinstance(label, int) or label not in range(TOPICS):
            raise UsageError(f"{path}: line {number} has a label other than 0 to {TOPICS - 1}")
        texts.append(text)
        labels.append(label)
    if len(texts) < at_least or len(set(labels)) < TOPICS:
        raise UsageError(f"{path}: {len(texts)} rows, at least {at_least} with all labels 0 to {TOPICS - 1} are needed")
    return texts, labels

"""The headlines for `train_topic_classifier`: klue_ynat where it is at hand, else made-up ones.

Labels are the topics 0 … 6. The test labels stay in the judge.
"""

from __future__ import annotations

from pathlib import Path

from assignments.week02_text.made_up_headlines import TOPICS, headlines
from grader.testing.labelled import LabelledTexts, Part, data_folder, divided, of_classes
from grader.testing.packed import packed_rows

GENERATED, YNAT = "headlines", "klue_ynat"
SIZES = (2_000, 400, 1_000)  # training, validation and test of the made-up headlines
VALID = 1_500  # of klue_ynat's training texts, the last ones


def data_sets(data_dir: Path | None) -> list[str]:
    """What is at hand: klue_ynat below `data_dir`, or the made-up headlines where no folder is given."""
    return [GENERATED] if data_dir is None else [YNAT]


def load_topics(name: str, data_dir: Path | None, seed: int) -> LabelledTexts[int]:
    """A data set by name; the seed decides about the made-up headlines, and about the order of real test texts.

    Raises:
        UsageError: the data are not there, or not as they should be; the text names the file and the fault.
    """
    if name == GENERATED:
        train, valid, test = headlines(seed, SIZES)
        return LabelledTexts(GENERATED, *train, *valid, *test)
    folder = data_folder(name, data_dir)
    train, test = (_read(folder / f"{part}.jsonl.gz", n) for part, n in (("train", 2 * VALID), ("test", 100)))
    return divided(name, train, test, VALID, seed)


def _read(path: Path, at_least: int) -> Part[int]:
    """The titles of a file and their topics."""
    return of_classes(path, packed_rows(path, "title", "label"), TOPICS, at_least)

"""The texts for `train_multi_label`: goemotions and kote where they are at hand, else made-up comments.

Every text has a sorted list of labels. The test labels stay in the judge.
"""

from __future__ import annotations

from pathlib import Path

from assignments.week02_text.made_up_comments import SHARES, comments
from grader.errors import UsageError
from grader.testing.labelled import LabelledTexts, Part, data_folder, divided
from grader.testing.packed import packed_rows

GENERATED, GOEMOTIONS, KOTE = "comments", "goemotions", "kote"
LABELS = {GOEMOTIONS: 28, KOTE: 44, GENERATED: len(SHARES)}
SIZES = (2_000, 400, 1_000)  # training, validation and test of the made-up comments
VALID = 500  # of the training texts, the last ones


def data_sets(data_dir: Path | None) -> list[str]:
    """What is at hand: the real data sets below `data_dir`, or the made-up comments where no folder is given.

    Raises:
        UsageError: the folder holds none of them.
    """
    if data_dir is None:
        return [GENERATED]
    found = [name for name in (GOEMOTIONS, KOTE) if (data_dir / name).is_dir()]
    if not found:
        raise UsageError(
            f"{data_dir} holds no {GOEMOTIONS}: let GRADER_DATA_DIR name the folder that holds it, or unset it"
        )
    return found


def load_labels(name: str, data_dir: Path | None, seed: int) -> LabelledTexts[list[int]]:
    """A data set by name; the seed decides about the made-up comments, and about the order of real test texts.

    Raises:
        UsageError: the data are not there, or not as they should be; the text names the file and the fault.
    """
    if name == GENERATED:
        train, valid, test = comments(seed, SIZES)
        return LabelledTexts(name, *train, *valid, *test)
    folder = data_folder(name, data_dir)
    train, test = (
        _read(folder / f"{part}.jsonl.gz", LABELS[name], n) for part, n in (("train", 2 * VALID), ("test", 100))
    )
    return divided(name, train, test, VALID, seed)


def _read(path: Path, num_labels: int, at_least: int) -> Part[list[int]]:
    """The texts of a file and their labels."""
    texts, labels = [], []
    for number, (text, found) in enumerate(packed_rows(path, "text", "labels"), start=1):
        if not isinstance(found, list) or any(type(k) is not int or k not in range(num_labels) for k in found):
            raise UsageError(f"{path}: line {number} has no list of labels from 0 to {num_labels - 1}")
        texts.append(text)
        labels.append(sorted(set(found)))
    if len(texts) < at_least:
        raise UsageError(f"{path}: {len(texts)} rows, at least {at_least} are needed")
    return texts, labels

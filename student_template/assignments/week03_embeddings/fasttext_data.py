"""The texts for `train_fasttext`: sentence_polarity and klue_ynat where they are at hand, else made-up ones.

Labels are 0 … K − 1. The test labels stay in the judge.
"""

from __future__ import annotations

from pathlib import Path

from assignments.week03_embeddings.fasttext_texts import stem_texts
from grader.errors import UsageError
from grader.testing.labelled import LabelledTexts, Part, data_folder, divided, of_classes
from grader.testing.packed import packed_lines, packed_rows

GENERATED, POLARITY, YNAT = "stems", "sentence_polarity", "klue_ynat"
SIZES = (2_000, 400, 1_000)  # training, validation and test of the made-up texts
CLASSES = {POLARITY: 2, YNAT: 7}
VALID = 1_000  # of the real training texts, the last ones


def data_sets(data_dir: Path | None) -> list[str]:
    """What is at hand: the real data below `data_dir`, or the made-up texts where no folder is given."""
    return [GENERATED] if data_dir is None else [POLARITY, YNAT]


def load_texts(name: str, data_dir: Path | None, seed: int) -> LabelledTexts[int]:
    """A data set by name; the seed decides about the made-up texts, and about the order of real test texts.

    Raises:
        UsageError: the data are not there, or not as they should be; the text names the file and the fault.
    """
    if name == GENERATED:
        train, valid, test = stem_texts(seed, SIZES)
        return LabelledTexts(GENERATED, *train, *valid, *test)
    folder = data_folder(name, data_dir)
    train, test = (_read(folder, part, at_least) for part, at_least in (("train", 2 * VALID), ("test", 100)))
    return divided(name, train, test, VALID, seed)


def _read(folder: Path, part: str, at_least: int) -> Part[int]:
    """The texts of a part and their labels."""
    if folder.name == POLARITY:
        path = folder / f"{part}.tsv.gz"
        return of_classes(path, _table(path), CLASSES[POLARITY], at_least, first=2)
    path = folder / f"{part}.jsonl.gz"
    return of_classes(path, packed_rows(path, "title", "label"), CLASSES[YNAT], at_least)


def _table(path: Path) -> list[tuple[str, object]]:
    """(sentence, label) of each line behind the first, which names the columns id, sentence and label."""
    rows: list[tuple[str, object]] = []
    for line in packed_lines(path)[1:]:
        cells = line.split("\t")
        if len(cells) != 3:
            raise UsageError(f"{path}: line {len(rows) + 2} has {len(cells)} columns instead of 3")
        rows.append((cells[1], int(cells[2]) if cells[2].isdecimal() else cells[2]))
    return rows

"""The texts for `train_sentiment`: the real reviews of nsmc_small where they are at hand, else generated sentences.

Labels: 0 negative, 1 positive. The test labels stay in the judge.
"""

from __future__ import annotations

import gzip
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assignments.week04_rnn.sentences import sentence
from grader.errors import UsageError

VALID = 2_000  # of nsmc_small's training rows, the last ones
GENERATED = (3_000, 500, 1_000)  # training, validation, test


@dataclass(frozen=True)
class SentimentData:
    """One data set in three parts; every text has a label of the same index."""

    name: str  # "nsmc_small" or "generated"
    train_texts: list[str]
    train_labels: list[int]
    valid_texts: list[str]
    valid_labels: list[int]
    test_texts: list[str]
    test_labels: list[int]


def load_sentiment(data_dir: Path | None, seed: int) -> SentimentData:
    """nsmc_small from `data_dir` where one is given, else sentences generated from `seed`.

    Raises:
        UsageError: `data_dir` holds no readable nsmc_small; the text names the file and what is wrong with it.
    """
    return generate(seed) if data_dir is None else load_nsmc(data_dir / "nsmc_small")


def load_nsmc(folder: Path) -> SentimentData:
    """The folder's train.tsv.gz (its last 2,000 rows for validation) and test.tsv.gz.

    Raises:
        UsageError: a file is missing, or is not the gzip-packed table id, document, label that it should be.
    """
    texts, labels = _read(folder / "train.tsv.gz", at_least=2 * VALID)
    test_texts, test_labels = _read(folder / "test.tsv.gz", at_least=100)
    return SentimentData(
        "nsmc_small",
        texts[:-VALID],
        labels[:-VALID],
        texts[-VALID:],
        labels[-VALID:],
        test_texts,
        test_labels,
    )


def generate(seed: int, sizes: Sequence[int] = GENERATED) -> SentimentData:
    """Distinct made-up review sentences, half of each part positive, in random order; the same for the same seed."""
    rng = random.Random(seed)
    seen: set[str] = set()
    parts: list[list[str] | list[int]] = []
    for size in sizes:
        labels = [index % 2 for index in range(size)]
        rng.shuffle(labels)
        parts += [[_new(rng, label, seen) for label in labels], labels]
    return SentimentData("generated", *parts)  # type: ignore[arg-type]  # texts and labels alternate


def _new(rng: random.Random, label: int, seen: set[str]) -> str:
    """A sentence that was not drawn before."""
    while (text := sentence(rng, label)) in seen:
        pass
    seen.add(text)
    return text


def _read(path: Path, at_least: int) -> tuple[list[str], list[int]]:
    """Texts and labels of one file with the columns id, document, label."""
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as file:
            lines = file.read().removesuffix("\n").split("\n")
    except FileNotFoundError:
        raise UsageError(
            f"{path} does not exist: let GRADER_DATA_DIR name the folder that holds nsmc_small, or unset it"
        ) from None
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read ({error}): fetch the file again") from None
    if lines[0].split("\t") != ["id", "document", "label"]:
        raise UsageError(f"{path}: line 1 has to name the columns id, document, label, separated by tabs")
    texts: list[str] = []
    labels: list[int] = []
    for number, line in enumerate(lines[1:], start=2):
        fields = line.split("\t")
        if len(fields) != 3 or fields[2] not in ("0", "1"):
            raise UsageError(f"{path}: line {number} is not id, document and a label 0 or 1, separated by tabs")
        texts.append(fields[1])
        labels.append(int(fields[2]))
    if len(texts) < at_least or len(set(labels)) < 2:
        raise UsageError(f"{path}: {len(texts)} rows, at least {at_least} with both labels are needed")
    return texts, labels

"""The sentences for `train_tagger`: klue_ner where it is at hand, else generated ones; tokens are characters.

The test tags stay in the judge.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assignments.week04_rnn.tagged_sentences import TAGS, tagged
from grader.errors import UsageError

KLUE_TAGS = ("O", *(f"{edge}-{kind}" for kind in ("PS", "LC", "OG", "DT", "TI", "QT") for edge in "BI"))
TRAIN, VALID = 2_400, 300  # of klue_ner's training sentences: the first ones, the last ones
GENERATED = (1_200, 200, 600)  # training, validation, test

Tokens = list[list[str]]
Tags = list[list[int]]


@dataclass(frozen=True)
class TaggingData:
    """One data set in three parts; every token has a tag, an index of `names`."""

    name: str  # "klue_ner" or "generated"
    names: tuple[str, ...]
    train: tuple[Tokens, Tags]
    valid: tuple[Tokens, Tags]
    test: tuple[Tokens, Tags]


def load_tagging(data_dir: Path | None, seed: int) -> TaggingData:
    """klue_ner from `data_dir` where one is given, else sentences generated from `seed`.

    Raises:
        UsageError: `data_dir` holds no readable klue_ner; the text names the file and what is wrong with it.
    """
    return generate(seed) if data_dir is None else load_klue(data_dir / "klue_ner")


def load_klue(folder: Path) -> TaggingData:
    """The folder's train.jsonl.gz (its last sentences for validation) and test.jsonl.gz.

    Raises:
        UsageError: a file is missing, or is not the gzip-packed list of texts with a tag per character.
    """
    tokens, tags = _read(folder / "train.jsonl.gz", at_least=TRAIN + VALID)
    test = _read(folder / "test.jsonl.gz", at_least=100)
    train, valid = (tokens[:TRAIN], tags[:TRAIN]), (tokens[-VALID:], tags[-VALID:])
    return TaggingData("klue_ner", KLUE_TAGS, train, valid, test)


def generate(seed: int, sizes: Sequence[int] = GENERATED) -> TaggingData:
    """Distinct made-up sentences; the same for the same seed."""
    rng = random.Random(seed)
    seen: set[str] = set()
    parts: list[tuple[Tokens, Tags]] = []
    for size in sizes:
        tokens: Tokens = []
        tags: Tags = []
        while len(tokens) < size:
            characters, row = tagged(rng)
            if (text := "".join(characters)) not in seen:
                seen.add(text)
                tokens.append(characters)
                tags.append(row)
        parts.append((tokens, tags))
    return TaggingData("generated", TAGS, *parts)


def _read(path: Path, at_least: int) -> tuple[Tokens, Tags]:
    """Characters and tags of every line, an object with `text` and `tags`."""
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as file:
            lines = file.read().removesuffix("\n").split("\n")
    except FileNotFoundError:
        raise UsageError(
            f"{path} does not exist: let GRADER_DATA_DIR name the folder that holds klue_ner, or unset it"
        ) from None
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read ({error}): fetch the file again") from None
    ids = {name: index for index, name in enumerate(KLUE_TAGS)}
    tokens: Tokens = []
    tags: Tags = []
    for number, line in enumerate(lines, start=1):
        try:
            record = json.loads(line)
            tokens.append(list(record["text"]))
            tags.append([ids[tag] for tag in record["tags"]])
        except (ValueError, KeyError, TypeError):
            raise UsageError(f"{path}: line {number} is not an object with text and known tags") from None
        if not tokens[-1] or len(tokens[-1]) != len(tags[-1]):
            raise UsageError(f"{path}: line {number} has {len(tokens[-1])} characters and {len(tags[-1])} tags")
    if len(tokens) < at_least:
        raise UsageError(f"{path}: {len(tokens)} sentences, at least {at_least} are needed")
    return tokens, tags

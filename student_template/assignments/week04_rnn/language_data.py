"""The token ids for `train_language_model`: WikiText where it is at hand, else a made-up language.

The test text is in three parts, one for each training that a grading may do: what a first training's model has read
must not help the second one's.
"""

from __future__ import annotations

import gzip
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import torch

from assignments.week04_rnn.toy_language import VOCABULARY, Speaker
from grader.errors import UsageError

WORDS = 2_000  # of wikitext2_small: the most frequent ones; <unk> and <eos> are among them
UNKNOWN, END = "<unk>", "<eos>"
TRAIN, VALID = 100_000, 15_000  # tokens of wikitext2_small that are used
GENERATED_TRAIN, GENERATED_VALID = 40_000, 4_000
PARTS = 3
PIECES, STEPS = 40, 400  # a part of the test text: so many pieces, read side by side, of so many tokens
GENERATED_STEPS = 200


@dataclass(frozen=True)
class LanguageData:
    """One data set; texts are int64 [length], test parts int64 [PIECES, steps], ids below `vocab_size`."""

    name: str  # "wikitext2_small" or "generated"
    vocab_size: int
    train: torch.Tensor
    valid: torch.Tensor
    tests: tuple[torch.Tensor, ...]  # PARTS of them


def load_language(data_dir: Path | None, seed: int) -> LanguageData:
    """wikitext2_small from `data_dir` where one is given, else text generated from `seed`.

    Raises:
        UsageError: `data_dir` holds no readable wikitext2_small; the text names the file and what is wrong with it.
    """
    return generate(seed) if data_dir is None else load_wikitext(data_dir / "wikitext2_small")


def load_wikitext(folder: Path) -> LanguageData:
    """The folder's three files; the vocabulary comes from the training text, rarer words become <unk>.

    Raises:
        UsageError: a file is missing, unreadable or too short.
    """
    train = _words(folder / "train.txt.gz", TRAIN)
    valid = _words(folder / "valid.txt.gz", VALID)
    test = _words(folder / "test.txt.gz", PARTS * PIECES * STEPS)
    counts = Counter(train)
    del counts[UNKNOWN]
    frequent = sorted(counts, key=lambda word: (-counts[word], word))[: WORDS - 1]
    ids = {word: index for index, word in enumerate([UNKNOWN, *frequent])}

    def encoded(words: list[str]) -> torch.Tensor:
        return torch.tensor([ids.get(word, 0) for word in words])

    tests = _parts(encoded(test), STEPS)
    return LanguageData("wikitext2_small", WORDS, encoded(train[:TRAIN]), encoded(valid[:VALID]), tests)


def generate(seed: int) -> LanguageData:
    """A made-up language; the same for the same seed."""
    speaker = Speaker(seed)
    sizes = (GENERATED_TRAIN, GENERATED_VALID, PARTS * PIECES * GENERATED_STEPS)
    train, valid, test = (torch.tensor(speaker.text(size)) for size in sizes)
    return LanguageData("generated", VOCABULARY, train, valid, _parts(test, GENERATED_STEPS))


def _parts(test: torch.Tensor, steps: int) -> tuple[torch.Tensor, ...]:
    """PARTS × [PIECES, steps]: the pieces of each part come from all over the text, so that parts are equally hard."""
    pieces = test[: len(test) // (PARTS * PIECES) * PARTS * PIECES].view(PIECES, PARTS, -1)[:, :, :steps]
    return tuple(pieces[:, part].contiguous() for part in range(PARTS))


def _words(path: Path, at_least: int) -> list[str]:
    """The words of a file, <eos> at the end of each line that is not empty."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            lines = file.read().splitlines()
    except FileNotFoundError:
        raise UsageError(
            f"{path} does not exist: let GRADER_DATA_DIR name the folder that holds wikitext2_small, or unset it"
        ) from None
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read ({error}): fetch the file again") from None
    words = [word for line in lines if line.strip() for word in (*line.split(), END)]
    if len(words) < at_least:
        raise UsageError(f"{path}: {len(words)} words, at least {at_least} are needed")
    return words

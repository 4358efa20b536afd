"""Made-up texts on K classes, whose stems are invented, and new for every seed, and stand in ever other forms.

"the unblodraging was remelvoked, and very geefonly": what tells the class are stems (blodrag, melvok, geefon) with a
prefix and an ending. No form of a stem is in two of the parts: the stems of a test text were all seen in training,
but never in this form, so that who looks at whole words knows none of them. The common words and the affixes were put
together for this course.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from assignments.week03_embeddings import invented_words
from grader.testing import Draw
from grader.testing.labelled import Part
from grader.testing.predicting import data_seed

CLASSES = 4
STEMS = 40  # of each class
BELONGING = 0.8
STEM_WORDS = (3, 4, 5)
COMMON_WORDS = (3, 4, 5)

PREFIXES = ("", "", "un", "re", "over", "mis", "pre", "co")
ENDINGS = ("", "s", "ed", "ing", "er", "ly", "ness", "ful", "able", "ish", "ment", "ist")
COMMON = (
    *invented_words.COMMON,
    *("people", "today", "about", "after", "new", "old", "some", "many", "still", "again", "because", "between"),
)
SHARES = (0.5, 0.2, 0.3)  # of a stem's forms: for training, validation and test

FEW_CLASSES = 3
UNSEEN = ["", "   ", "Xq zvw!", "😀", "12 345", "\n\t", "Žluťoučký kůň", "한국어 단어"]  # no word of the texts


def stem_texts(seed: int, sizes: Sequence[int], classes: int = CLASSES) -> list[Part[int]]:
    """Three parts of these sizes: texts and their classes 0 … classes − 1, all as often as can be, in random order.

    The same seed gives the same. No form of a stem is in two parts.
    """
    rng = random.Random(seed)
    stems = _stems(rng, classes)
    forms = {stem: _forms(rng, stem) for group in stems for stem in group}
    parts = []
    for part, size in enumerate(sizes):
        labels = [index % classes for index in range(size)]
        rng.shuffle(labels)
        parts.append(([_text(rng, stems, label, forms, part) for label in labels], labels))
    return parts


def few_texts(draw: Draw) -> tuple[list[str], list[int], list[str], list[int], list[str]]:
    """(texts, labels, valid_texts, valid_labels, probes): 200, 50 and 150 made-up texts of three classes.

    So few leave a model of several minds about many of the probes.
    """
    (seed,) = data_seed(draw)
    (texts, labels), (valid_texts, valid_labels), (probes, _) = stem_texts(seed, (200, 50, 150), FEW_CLASSES)
    return texts, labels, valid_texts, valid_labels, probes


def _stems(rng: random.Random, classes: int) -> list[list[str]]:
    """The stems of each class: two invented syllables, none in two classes."""
    every = invented_words.invented(rng, classes * STEMS)
    return [every[k * STEMS : (k + 1) * STEMS] for k in range(classes)]


def _forms(rng: random.Random, stem: str) -> list[list[str]]:
    """All forms of a stem, each in one of the parts."""
    every = sorted({prefix + stem + ending for prefix in PREFIXES for ending in ENDINGS})
    rng.shuffle(every)
    first, second = (round(len(every) * share) for share in (SHARES[0], SHARES[0] + SHARES[1]))
    return [every[:first], every[first:second], every[second:]]


def _text(rng: random.Random, stems: list[list[str]], label: int, forms: dict[str, list[list[str]]], part: int) -> str:
    words = []
    for _ in range(rng.choice(STEM_WORDS)):
        other = (label + rng.randrange(1, len(stems))) % len(stems)
        stem = rng.choice(stems[label if rng.random() < BELONGING else other])
        words.append(rng.choice(forms[stem][part]))
    words += rng.choices(COMMON, k=rng.choice(COMMON_WORDS))
    rng.shuffle(words)
    return " ".join(words)

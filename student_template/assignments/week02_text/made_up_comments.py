"""Made-up comments that express any number of K feelings, in an English whose words for them are new for every seed.

"that was glinpet , honestly . i feel so dreemzog about it !": each feeling has words of its own, which can only be
learned from the labels. A feeling of a comment is told by one to three words; a word in ten belongs to a feeling that
the comment is not labelled with. The sentences were composed for this course.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from assignments.week02_text.made_up_words import Lexicon, english_word
from grader.testing import Draw
from grader.testing.labelled import Part
from grader.testing.predicting import data_seed

# How often each feeling occurs, each by itself: two of ten on average, of some comments none.
SHARES = (0.4, 0.3, 0.3, 0.25, 0.2, 0.15, 0.15, 0.1, 0.1, 0.05)
WORDS = 6  # of each feeling
ALIEN = 0.1
TELLING = (1, 2, 2, 3)

FRAMES = (
    *("that was {word} , honestly", "i feel so {word} about it", "how {word} can it get", "this is {word} to me"),
    *("they were {word} all along", "my day got {word} again", "what a {word} thing to say"),
    "still {word} after a week",
    *("you sound {word}", "call me {word} , but i stayed", "nobody here is {word}", "it left us {word}"),
)
FILLERS = (
    *("i read this on the bus", "thanks for the link", "not sure who wrote it", "see you on monday", "posted it twice"),
    *("my phone is slow today", "the second part is longer", "he told me yesterday", "we moved last year"),
    "edit : a typo",
)
JOINTS = (" . ", " . ", " , and ", " ! ", " … ")

FEW_SHARES = (0.45, 0.5, 0.4, 0.35, 0.5, 0.0)  # the last label never occurs
FEW_LABELS = len(FEW_SHARES)
UNSEEN = ["", "   ", "Xq zvw!", "😀", "12 345", "\n\t", "정말 기뻐요"]  # no word of the comments


def comments(seed: int, sizes: Sequence[int], shares: Sequence[float] = SHARES) -> list[Part[list[int]]]:
    """A part of each size: comments, and for each the sorted list of its feelings, which may be empty.

    No comment occurs twice; the same seed gives the same.

    Args:
        shares: how often each of the feelings 0 … K − 1 occurs.
    """
    rng = random.Random(seed)
    lexicon = Lexicon(rng, english_word, len(shares), WORDS)
    seen: set[str] = set()
    parts = []
    for size in sizes:
        texts, labels = [], []
        while len(texts) < size:
            felt = [label for label, share in enumerate(shares) if rng.random() < share]
            text = _comment(rng, lexicon, felt)
            if text not in seen:
                seen.add(text)
                texts.append(text)
                labels.append(felt)
        parts.append((texts, labels))
    return parts


def few_comments(
    draw: Draw,
) -> tuple[list[str], list[list[int]], list[str], list[list[int]], int, list[str]]:
    """(texts, labels, valid_texts, valid_labels, num_labels, probes): 200, 50 and 150 made-up comments.

    So few leave a model of two minds about many of the probes.
    """
    (seed,) = data_seed(draw)
    train, valid, (probes, _) = comments(seed, (200, 50, 150), FEW_SHARES)
    return *train, *valid, FEW_LABELS, probes


def _comment(rng: random.Random, lexicon: Lexicon, felt: Sequence[int]) -> str:
    sentences = rng.sample(FILLERS, rng.choice((1, 2)))
    for label in felt:
        for _ in range(rng.choice(TELLING)):
            word = lexicon.other(label) if rng.random() < ALIEN else lexicon.word(label)
            sentences.append(rng.choice(FRAMES).format(word=word))
    rng.shuffle(sentences)
    return "".join(sentence + rng.choice(JOINTS) for sentence in sentences[:-1]) + sentences[-1] + " ."

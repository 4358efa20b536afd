"""Made-up film reviews with a known polarity, in an English whose words of praise and blame are new for every seed.

"the camera was rather tolvan , but i found the ending grolbin . …": which of these words praise can only be learned
from the labels, so that no list of English words helps. Three quarters of a review's judgements agree with its label;
who counts them is right about nine times in ten. The sentences were composed for this course.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import accumulate

WORDS = 60  # that praise, and as many that blame; the k-th is 1/√k times as frequent as the first
AGREEING = 0.75
JUDGEMENTS = (5, 7, 9, 11)

ONSETS = ("b", "br", "d", "dr", "fl", "gr", "k", "kl", "l", "m", "n", "p", "pl", "r", "t", "tr", "v")
VOWELS = ("a", "e", "i", "o", "u")
CODAS = ("l", "m", "n", "r", "s")
SUBJECTS = (
    *("the plot", "the acting", "the music", "the ending", "the camera", "the script", "the director", "the cast"),
    *("the humour", "the pace", "the lighting", "the opening", "every scene", "the dialogue", "the hero", "the idea"),
)
FRAMES = (
    *(
        "{subject} was {word}",
        "{subject} is {degree} {word}",
        "i found {subject} {word}",
        "{subject} felt {degree} {word}",
    ),
    *("we all thought {subject} was {word}", "what a {word} film", "{subject} , as so often , turned out {word}"),
)
DEGREES = ("rather", "very", "quite", "simply", "really", "somewhat")
FILLERS = (
    *("it runs for two hours", "i saw it on a tuesday", "the cinema was half full", "a sequel is on its way"),
    *("my sister liked the popcorn", "it was shot in spain", "there is a dog in it", "the credits are long"),
)
JOINTS = (" .\n", " , and ", " , but ", " . ")


class Reviewer:
    """Writes reviews; the words of praise and blame are drawn from the generator first.

    Args:
        rng: the source of everything drawn.
    """

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        words: set[str] = set()
        while len(words) < 2 * WORDS:
            words.add("".join(rng.choice(ONSETS) + rng.choice(VOWELS) + rng.choice(CODAS) for _ in range(2)))
        drawn = sorted(words)
        rng.shuffle(drawn)
        self._words = drawn[:WORDS], drawn[WORDS:]  # blame, praise
        self._weights = list(accumulate(k**-0.5 for k in range(1, WORDS + 1)))

    def review(self, label: int) -> str:
        """A review of which about three judgements of four have the polarity `label` (0 or 1)."""
        rng = self._rng
        parts = []
        for _ in range(rng.choice(JUDGEMENTS)):
            polarity = label if rng.random() < AGREEING else 1 - label
            word = rng.choices(self._words[polarity], cum_weights=self._weights)[0]
            frame = rng.choice(FRAMES)
            parts.append(frame.format(subject=rng.choice(SUBJECTS), degree=rng.choice(DEGREES), word=word))
            if rng.random() < 0.3:
                parts.append(rng.choice(FILLERS))
        return "".join(part + rng.choice(JOINTS) for part in parts[:-1]) + parts[-1] + " ."


def labelled_reviews(seed: int, sizes: Sequence[int]) -> list[tuple[list[str], list[int]]]:
    """A part of each size: reviews and labels, half of them 1, in random order; no review occurs twice."""
    rng = random.Random(seed)
    reviewer = Reviewer(rng)
    seen: set[str] = set()
    parts = []
    for size in sizes:
        labels = [index % 2 for index in range(size)]
        rng.shuffle(labels)
        texts = []
        for label in labels:
            while (text := reviewer.review(label)) in seen:
                pass
            seen.add(text)
            texts.append(text)
        parts.append((texts, labels))
    return parts

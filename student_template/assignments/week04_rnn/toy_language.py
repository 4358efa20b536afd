"""A made-up language as token ids, in which a word depends on others far before it.

A text is a row of paragraphs, each with a topic. A sentence is

    [adjective] subject SUB [place AT] [adjective] object OBJ verb .

with the markers SUB, AT, OBJ and the full stop as tokens of their own. Subjects, objects and verbs belong to the topic;
the verb agrees with the subject's number. What stands directly before a verb is always OBJ: a model of word pairs
cannot know which verbs fit, one that remembers the subject can. Words of a class are Zipf-distributed.
"""

from __future__ import annotations

import random
from itertools import accumulate

TOPICS = 6
SUBJECTS, OBJECTS, VERBS = 8, 10, 4  # of each topic (verbs: of each topic and number)
ADJECTIVES, PLACES = 20, 20
MARKERS = 4
VOCABULARY = TOPICS * (SUBJECTS + OBJECTS + 2 * VERBS) + ADJECTIVES + PLACES + MARKERS
STAY = 0.8  # probability that the next sentence has the same topic


def _weights(count: int) -> list[float]:
    """Cumulated weights 1, 1/2, 1/3, …"""
    return list(accumulate(1 / rank for rank in range(1, count + 1)))


class Speaker:
    """Draws sentences; which id stands for which word is drawn first, so that every seed gives another language."""

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(seed)
        ids = list(range(VOCABULARY))
        self._rng.shuffle(ids)
        take = iter(ids)

        def words(count: int) -> list[int]:
            return [next(take) for _ in range(count)]

        self._subjects = [words(SUBJECTS) for _ in range(TOPICS)]
        self._objects = [words(OBJECTS) for _ in range(TOPICS)]
        self._verbs = [(words(VERBS), words(VERBS)) for _ in range(TOPICS)]
        self._adjectives, self._places = words(ADJECTIVES), words(PLACES)
        self._markers = words(MARKERS)
        self._topic = 0

    def text(self, length: int) -> list[int]:
        """The next `length` tokens."""
        tokens: list[int] = []
        while len(tokens) < length:
            tokens += self._sentence()
        return tokens[:length]

    def _sentence(self) -> list[int]:
        if self._rng.random() >= STAY:
            self._topic = self._rng.randrange(TOPICS)
        subject = self._choice(self._subjects[self._topic])
        plural = self._subjects[self._topic].index(subject) % 2
        of_subject, of_place, of_object, stop = self._markers
        tokens = [*self._adjective(), subject, of_subject]
        if self._rng.random() < 0.3:
            tokens += [self._choice(self._places), of_place]
        tokens += [*self._adjective(), self._choice(self._objects[self._topic]), of_object]
        return [*tokens, self._choice(self._verbs[self._topic][plural]), stop]

    def _adjective(self) -> list[int]:
        return [self._choice(self._adjectives)] if self._rng.random() < 0.4 else []

    def _choice(self, words: list[int]) -> int:
        return self._rng.choices(words, cum_weights=_weights(len(words)))[0]

"""A made-up corpus of words whose relations are known: words of one group stand in the same contexts.

"the tabrol quickly vimset of a drunok kelpat": groups, members and context words are invented, and new for every seed.
Two members of one group never stand in one sentence, so that who only looks at neighbours of a word finds none of its
relatives there; what they share are the words around them.
"""

from __future__ import annotations

import random
from collections import Counter
from itertools import accumulate

from assignments.week03_embeddings.invented_words import COMMON, invented
from grader.testing import Draw
from grader.testing.predicting import data_seed

GROUPS, MEMBERS, CONTEXTS = 12, 10, 10  # groups, and words of each: members, and those that stand around them
SENTENCES = 4_000
BELONGING = 0.35  # of the context words around a member
FEW_SENTENCES = 150


def corpus(seed: int, sentences: int = SENTENCES) -> tuple[list[list[str]], list[list[str]]]:
    """(sentences, groups): the words of each sentence; of each group its members, the commonest first.

    The k-th member of a group is 1/√k times as frequent as its first. Every member occurs where there are enough
    sentences; the same seed gives the same corpus.
    """
    rng = random.Random(seed)
    words = invented(rng, GROUPS * (MEMBERS + CONTEXTS))
    groups = [words[k * MEMBERS : (k + 1) * MEMBERS] for k in range(GROUPS)]
    around = words[GROUPS * MEMBERS :]
    contexts = [around[k * CONTEXTS : (k + 1) * CONTEXTS] for k in range(GROUPS)]
    weights = list(accumulate(k**-0.5 for k in range(1, MEMBERS + 1)))
    made = [
        [
            word
            for group in rng.sample(range(GROUPS), 2)
            for word in _clause(rng, rng.choices(groups[group], cum_weights=weights)[0], contexts, group)
        ]
        for _ in range(sentences)
    ]
    return made, groups


def occurrences(sentences: list[list[str]]) -> Counter[str]:
    """How often each word occurs."""
    found = Counter[str]()
    for words in sentences:
        found.update(words)
    return found


def few_sentences(draw: Draw) -> tuple[list[list[str]], list[str]]:
    """(sentences, words): 150 made-up sentences, and the words that occur five times or more, rarer ones first."""
    (seed,) = data_seed(draw)
    sentences, _ = corpus(seed, FEW_SENTENCES)
    counts = occurrences(sentences)
    return sentences, sorted((word for word, count in counts.items() if count >= 5), key=lambda word: counts[word])


def _clause(rng: random.Random, member: str, contexts: list[list[str]], group: int) -> list[str]:
    """A member with two context words, most of them of its group, and two common words around it."""
    near = [
        rng.choice(contexts[group] if rng.random() < BELONGING else contexts[rng.randrange(GROUPS)]) for _ in range(2)
    ]
    return [rng.choice(COMMON), near[0], member, rng.choice(COMMON), near[1]]

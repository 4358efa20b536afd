"""The sentences for `train_word2vec`, and the triples that its vectors are asked about.

wikitext2_small with related words out of google_analogies where they are at hand, else a made-up corpus. A triple is
(word, related word, unrelated word); which of the two is the related one stays in the judge.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from assignments.week03_embeddings.word2vec_corpus import corpus, occurrences
from grader.errors import UsageError
from grader.testing.packed import packed_lines

GENERATED, WIKITEXT, ANALOGIES = "relations", "wikitext2_small", "google_analogies"
FREQUENT = 15  # of wikitext2_small: how often a word of a triple occurs, at least
PARTNERS = 10  # triples of each word, at most
SMALLEST = 5  # words of a group
COMPARATIVES, NATIONALITIES = "gram3-comparative", "gram6-nationality-adjective"

Triple = tuple[str, str, str]


@dataclass(frozen=True)
class RelationData:
    """Sentences for the training, and the triples."""

    name: str
    sentences: list[list[str]]
    triples: list[Triple]


def data_sets(data_dir: Path | None) -> list[str]:
    """What is at hand: wikitext2_small below `data_dir`, or the made-up corpus where no folder is given."""
    return [GENERATED] if data_dir is None else [WIKITEXT]


def load_relations(name: str, data_dir: Path | None, seed: int) -> RelationData:
    """A data set by name; the seed decides about the made-up corpus, and about which triples are asked for.

    Raises:
        UsageError: the data are not there, or not as they should be; the text names the file and the fault.
    """
    if name == GENERATED:
        sentences, groups = corpus(seed)
        return RelationData(name, sentences, triples(sentences, groups, seed))
    if data_dir is None or not (data_dir / name).is_dir() or not (data_dir / ANALOGIES).is_dir():
        raise UsageError(f"{name}: let GRADER_DATA_DIR or --data-dir name the folder that holds it and {ANALOGIES}")
    sentences = _sentences(data_dir / name / "train.txt.gz")
    path = data_dir / ANALOGIES / "questions-words.txt.gz"
    counts = occurrences(sentences)
    groups = [
        kept for group in _groups(path) if len(kept := [word for word in group if counts[word] >= FREQUENT]) >= SMALLEST
    ]
    if len(groups) < 3:
        raise UsageError(f"{path}: {len(groups)} groups of words that are frequent in {name}, at least 3 are needed")
    return RelationData(name, sentences, triples(sentences, groups, seed))


def triples(sentences: list[list[str]], groups: list[list[str]], seed: int) -> list[Triple]:
    """For each word of a group up to PARTNERS others of it, each with a word of another group that is as frequent.

    Of the words that are in no group of the first word, the unrelated one is drawn from the four whose numbers of
    occurrences are nearest to that of the related one: who knows how frequent words are knows nothing.
    """
    rng = random.Random(seed)
    counts = occurrences(sentences)
    members = sorted({word for group in groups for word in group})
    of = {word: [k for k, group in enumerate(groups) if word in group] for word in members}
    made = []
    for word in members:
        friends = sorted({other for k in of[word] for other in groups[k]} - {word})
        strangers = [other for other in members if other not in friends and other != word]
        for friend in rng.sample(friends, min(PARTNERS, len(friends))):
            near = sorted(strangers, key=lambda other: (abs(counts[other] - counts[friend]), other))[:4]
            made.append((word, friend, rng.choice(near)))
    return made


def _sentences(path: Path) -> list[list[str]]:
    """The text's sentences in lower case, without headings and unknown words."""
    made = []
    for line in packed_lines(path):
        text = line.strip().lower()
        if text and not text.startswith("="):
            made += [[word for word in part.split() if word != "<unk>"] for part in text.split(" . ")]
    if len(made) < 1_000:
        raise UsageError(f"{path}: {len(made)} sentences, at least 1000 are needed")
    return made


def _groups(path: Path) -> list[list[str]]:
    """The different words that stand on one side of the pairs of a section, for each section and side that is kept.

    The sections about grammar are left out but for nationalities and comparatives (better, longer): adjectives and
    verbs of one list stand in no company of their own, and in so little text good vectors find half of them, as chance
    does.
    """
    sides: dict[tuple[str, int], dict[str, None]] = {}
    section = ""
    for number, line in enumerate(packed_lines(path), start=1):
        words = line.lower().split()
        if words[:1] == [":"] and len(words) == 2:
            section = words[1]
        elif len(words) == 4:
            for k, word in enumerate(words):
                sides.setdefault((section, k % 2), {})[word] = None
        else:
            raise UsageError(f"{path}: line {number} is neither a section nor a question of four words")
    return [list(words) for (section, side), words in sides.items() if _has_company(section, side)]


def _has_company(section: str, side: int) -> bool:
    return not section.startswith("gram") or section == NATIONALITIES or (section == COMPARATIVES and side == 1)

"""The data of week 3's training tasks: a made-up corpus and made-up texts, and real files, right and broken."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path

import pytest

from assignments.week03_embeddings import fasttext_data, word2vec_data
from assignments.week03_embeddings.fasttext_texts import CLASSES, COMMON, stem_texts
from assignments.week03_embeddings.word2vec_corpus import GROUPS, MEMBERS, corpus
from grader.errors import UsageError

QUESTIONS = "\n".join(
    [
        *(": family", "boy girl son daughter", "king queen man woman", "uncle aunt father mother"),
        *(": gram1-adjective-to-adverb", "calm calmly slow slowly"),
        *(": gram3-comparative", "bad worse good better", "long longer old older", "big bigger new newer"),
        *(": gram7-past-tense", "go went see saw"),
    ]
)


def pack(path: Path, text: str) -> None:
    """A gzip-packed file, as the course has them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode()))


def sentences(words: list[str], count: int = 1_200) -> str:
    """A text of so many sentences, a line each, with a heading."""
    return "\n".join([" = Heading = ", *(f" The {words[k % len(words)]} is <unk> here . " for k in range(count))])


def test_members_never_meet() -> None:
    """No two words of a group stand in one sentence, all occur, and the same seed gives the same corpus."""
    made, groups = corpus(5)
    assert [len(groups), {*map(len, groups)}] == [GROUPS, {MEMBERS}]
    group_of = {word: k for k, group in enumerate(groups) for word in group}
    for words in made:
        found = [group_of[word] for word in words if word in group_of]
        assert len(found) == len({*found}) == 2
    assert {word for words in made for word in words} > {*group_of}
    assert (made, groups) == corpus(5) != corpus(6)


def test_triples() -> None:
    """Related words are of one group, unrelated ones of another, and about as frequent."""
    made, groups = corpus(3)
    counts = Counter(word for words in made for word in words)
    group_of = {word: k for k, group in enumerate(groups) for word in group}
    triples = word2vec_data.triples(made, groups, 3)
    assert len(triples) == 1080 and {word for word, _, _ in triples} == {*group_of}
    for word, friend, stranger in triples:
        assert group_of[word] == group_of[friend] != group_of[stranger] and word != friend
    ratios = [counts[stranger] / counts[friend] for _, friend, stranger in triples]
    assert 0.95 < sum(ratios) / len(ratios) < 1.05


def test_groups_that_have_company(tmp_path: Path) -> None:
    """Families and comparatives are asked for; adjectives, adverbs and verbs are not, nor are rare words."""
    known = "boy king man son uncle father girl queen woman daughter aunt mother worse better longer older bigger newer"
    others = "bad good long old big new calm slow calmly slowly go see went saw"
    pack(tmp_path / "wikitext2_small" / "train.txt.gz", sentences([*known.split(), *others.split()]))
    pack(tmp_path / "google_analogies" / "questions-words.txt.gz", QUESTIONS)
    data = word2vec_data.load_relations(word2vec_data.WIKITEXT, tmp_path, 1)
    assert {word for triple in data.triples for word in triple} == {*known.split()}
    assert ["the", "boy", "is", "here", "."] in data.sentences and not any("<unk>" in words for words in data.sentences)


@pytest.mark.parametrize(
    "text, questions, fault",
    [
        (sentences(["boy"], 20), QUESTIONS, "sentences, at least 1000"),
        (sentences(["boy", "girl"]), QUESTIONS, "0 groups of words"),
        (sentences(["boy"]), QUESTIONS + "\nboy girl", "line 13 is neither"),
        (sentences(["boy"]), ":\n" + QUESTIONS, "line 1 is neither"),
    ],
)
def test_broken_text(tmp_path: Path, text: str, questions: str, fault: str) -> None:
    """A text that is too short, words that are none of its own, and lines of another form are named with the file."""
    pack(tmp_path / "wikitext2_small" / "train.txt.gz", text)
    pack(tmp_path / "google_analogies" / "questions-words.txt.gz", questions)
    with pytest.raises(UsageError, match=fault):
        word2vec_data.load_relations(word2vec_data.WIKITEXT, tmp_path, 1)


def test_missing_data(tmp_path: Path) -> None:
    """Both tasks say which folder is missing, and what to do."""
    for load in (
        lambda: word2vec_data.load_relations(word2vec_data.WIKITEXT, tmp_path, 1),
        lambda: fasttext_data.load_texts(fasttext_data.YNAT, tmp_path, 1),
    ):
        with pytest.raises(UsageError, match="GRADER_DATA_DIR"):
            load()


def test_forms_are_new_in_each_part() -> None:
    """No invented word of a test text was seen in training; the classes are as frequent as can be."""
    parts = stem_texts(4, (400, 80, 200))
    words = [{word for text in texts for word in text.split()} - {*COMMON} for texts, _ in parts]
    assert not words[0] & words[2] and not words[1] & words[2] and not words[0] & words[1]
    assert [{*Counter(labels).values()} for _, labels in parts] == [{100}, {20}, {50}]
    assert {*parts[0][1]} == {*range(CLASSES)} and parts == stem_texts(4, (400, 80, 200)) != stem_texts(
        5, (400, 80, 200)
    )


@pytest.mark.parametrize(
    "lines, fault",
    [
        (["0\tfine"], "row|columns|line"),
        (["0\tfine\t2"] * 3_000, "label other than 0 to 1"),
        (["0\tfine\t1", "1\tbad\t0"] * 5, "rows, at least"),
    ],
)
def test_broken_table(tmp_path: Path, lines: list[str], fault: str) -> None:
    """A film review without a label, with a label that there is not, and too few of them."""
    for part in ("train", "test"):
        pack(tmp_path / "sentence_polarity" / f"{part}.tsv.gz", "\n".join(["id\tsentence\tlabel", *lines]))
    with pytest.raises(UsageError, match=fault):
        fasttext_data.load_texts(fasttext_data.POLARITY, tmp_path, 1)

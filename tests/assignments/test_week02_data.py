"""The texts of week 2's training tasks: made-up headlines and comments, and real files, right and broken."""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter
from pathlib import Path

import pytest

from assignments.week02_text import label_data, topic_data
from assignments.week02_text.made_up_comments import SHARES, comments
from assignments.week02_text.made_up_headlines import BELONGING, COMMON, TOPICS, headlines
from assignments.week02_text.made_up_words import Lexicon, english_word, korean_word
from grader.errors import UsageError


def write(path: Path, rows: list[dict[str, object]], end: str = "") -> None:
    """A gzip-packed file of an object a line, as the course has them."""
    path.parent.mkdir(exist_ok=True)
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_bytes(gzip.compress(("\n".join(lines) + "\n" + end).encode()))


def titles(count: int) -> list[dict[str, object]]:
    """Rows as klue_ynat has them."""
    return [{"id": k, "title": f"제목 {k}", "label": k % 7} for k in range(count)]


def labelled(count: int, labels: int) -> list[dict[str, object]]:
    """Rows as goemotions and kote have them: some without labels."""
    return [{"row": k, "text": f"text {k}", "labels": [k % labels, 0][: k % 3]} for k in range(count)]


def test_headlines() -> None:
    """All topics as often, no headline twice, the same for the same seed only."""
    parts = headlines(5, (70, 14, 35))
    texts = [text for part, _ in parts for text in part]
    assert [len(part) for part, _ in parts] == [70, 14, 35] and len({*texts}) == len(texts)
    assert [{*Counter(labels).values()} for _, labels in parts] == [{10}, {2}, {5}]
    assert parts == headlines(5, (70, 14, 35)) != headlines(6, (70, 14, 35))


def test_words_of_a_topic() -> None:
    """Of the topic words of a topic's headlines, the share that belongs to it is what the handout says."""
    ((texts, labels),) = headlines(3, (2_000,))
    lexicon = Lexicon(random.Random(3), korean_word, TOPICS, 40, known=COMMON)
    topic_of = {word: topic for topic, words in enumerate(lexicon.groups) for word in words}
    found = [
        topic_of[word] == label
        for text, label in zip(texts, labels, strict=True)
        for word in text.replace("…", " ").replace(",", " ").split()
        if word in topic_of
    ]
    assert len(found) > 3_000 and abs(sum(found) / len(found) - BELONGING) < 0.03


@pytest.mark.parametrize("make", [korean_word, english_word])
def test_invented_words(make: object) -> None:
    """No word stands for two topics, none is a common one, and few are the same for another seed."""
    lexicons = [Lexicon(random.Random(seed), make, 7, 40, known=COMMON).groups for seed in (1, 2)]  # type: ignore[arg-type]
    first, second = ([word for group in groups for word in group] for groups in lexicons)
    assert len({*first}) == len(first) == 280 and not {*first} & {*COMMON}
    assert len({*first} & {*second}) < 28


def test_comments() -> None:
    """Each feeling is as frequent as it should be, sorted lists, no comment twice, the same for the same seed only."""
    parts = comments(5, (2_000, 400))
    texts = [text for part, _ in parts for text in part]
    assert (
        len({*texts}) == len(texts) == 2_400
        and parts[1] == comments(5, (2_000, 400))[1] != comments(6, (2_000, 400))[1]
    )
    counts = Counter(label for row in parts[0][1] for label in row)
    for label, share in enumerate(SHARES):
        assert abs(counts[label] / 2_000 - share) < 5 * (share * (1 - share) / 2_000) ** 0.5
    assert all(row == sorted({*row}) for _, labels in parts for row in labels)
    assert any(not row for row in parts[0][1])


def test_generated_data() -> None:
    """Without a folder: so many headlines and comments as the handout says."""
    topics = topic_data.load_topics(topic_data.GENERATED, None, 1)
    labels = label_data.load_labels(label_data.GENERATED, None, 1)
    for data in (topics, labels):
        assert [len(data.train_texts), len(data.valid_texts), len(data.test_texts)] == [2_000, 400, 1_000]
        assert [len(data.train_labels), len(data.valid_labels), len(data.test_labels)] == [2_000, 400, 1_000]
    assert label_data.LABELS[labels.name] == len(SHARES) == 10 and {*topics.train_labels} == {*range(7)}


def test_ynat(tmp_path: Path) -> None:
    """The last training titles are for validation; the test titles come in the seed's order, labels with them."""
    folder = tmp_path / topic_data.YNAT
    write(folder / "train.jsonl.gz", titles(3_010))
    write(folder / "test.jsonl.gz", titles(210))
    first, second = (topic_data.load_topics(topic_data.YNAT, tmp_path, seed) for seed in (1, 2))
    assert (len(first.train_texts), len(first.valid_texts)) == (1_510, 1_500) and first.valid_texts[0] == "제목 1510"
    assert [int(text.split()[1]) % 7 for text in first.test_texts] == first.test_labels
    assert first.train_labels[:8] == [0, 1, 2, 3, 4, 5, 6, 0] and first.valid_labels[0] == 1_510 % 7
    assert first.test_texts != second.test_texts and sorted(first.test_texts) == sorted(second.test_texts)


@pytest.mark.parametrize("name", [label_data.GOEMOTIONS, label_data.KOTE])
def test_labelled_texts(tmp_path: Path, name: str) -> None:
    """The labels come sorted, and once each; the test texts in the seed's order, labels with them."""
    folder, labels = tmp_path / name, label_data.LABELS[name]
    write(folder / "train.jsonl.gz", [*labelled(1_010, labels), {"text": "twice", "labels": [3, 1, 3]}])
    write(folder / "test.jsonl.gz", labelled(120, labels))
    first, second = (label_data.load_labels(name, tmp_path, seed) for seed in (1, 2))
    assert (len(first.train_texts), len(first.valid_texts)) == (511, 500)
    assert first.valid_labels[-1] == [1, 3] and first.train_labels[:3] == [[], [1], [0, 2]]
    wanted = {text: sorted({*row}) for text, row in zip(first.test_texts, first.test_labels, strict=True)}
    assert wanted == {str(row["text"]): sorted({*row["labels"]}) for row in labelled(120, labels)}  # type: ignore[misc]
    assert first.test_texts != second.test_texts and sorted(first.test_texts) == sorted(second.test_texts)


@pytest.mark.parametrize(
    "rows, end, said",
    [
        (titles(3_010), "{", "line 3011 is no object with title and label"),
        ([*titles(3_010), {"title": "a", "label": 7}], "", "line 3011 has a label other than 0 to 6"),
        ([*titles(3_010), {"title": "a", "label": "1"}], "", "line 3011 has a label other than 0 to 6"),
        (titles(2_999), "", "2999 rows, at least 3000 with all labels"),
        ([row | {"label": 3} for row in titles(3_010)], "", "3010 rows, at least 3000 with all labels"),
    ],
    ids=["no JSON", "another label", "a label in quotes", "few rows", "one label"],
)
def test_what_is_wrong_with_titles(tmp_path: Path, rows: list[dict[str, object]], end: str, said: str) -> None:
    """The message names the file and the fault."""
    write(tmp_path / topic_data.YNAT / "train.jsonl.gz", rows, end)
    with pytest.raises(UsageError, match=rf"train\.jsonl\.gz: {said}"):
        topic_data.load_topics(topic_data.YNAT, tmp_path, 1)


@pytest.mark.parametrize(
    "rows, said",
    [
        ([*labelled(1_010, 28), {"text": "a", "labels": [28]}], "line 1011 has no list of labels from 0 to 27"),
        ([*labelled(1_010, 28), {"text": "a", "labels": 3}], "line 1011 has no list of labels from 0 to 27"),
        ([*labelled(1_010, 28), {"text": "a", "labels": [True]}], "line 1011 has no list of labels from 0 to 27"),
        ([*labelled(1_010, 28), {"text": "a", "label": [1]}], "line 1011 is no object with text and labels"),
        (labelled(999, 28), "999 rows, at least 1000 are needed"),
    ],
    ids=["another label", "no list", "true", "another field", "few rows"],
)
def test_what_is_wrong_with_labelled_texts(tmp_path: Path, rows: list[dict[str, object]], said: str) -> None:
    """The message names the file and the fault."""
    write(tmp_path / label_data.GOEMOTIONS / "train.jsonl.gz", rows)
    with pytest.raises(UsageError, match=rf"train\.jsonl\.gz: {said}"):
        label_data.load_labels(label_data.GOEMOTIONS, tmp_path, 1)


def test_what_is_at_hand(tmp_path: Path) -> None:
    """No folder: made-up texts. A folder: the real ones in it, of which there have to be some."""
    assert topic_data.data_sets(None) == [topic_data.GENERATED] and label_data.data_sets(None) == [label_data.GENERATED]
    with pytest.raises(UsageError, match="holds no goemotions"):
        label_data.data_sets(tmp_path)
    (tmp_path / label_data.KOTE).mkdir()
    assert label_data.data_sets(tmp_path) == [label_data.KOTE]
    (tmp_path / label_data.GOEMOTIONS).mkdir()
    assert label_data.data_sets(tmp_path) == [label_data.GOEMOTIONS, label_data.KOTE]
    assert topic_data.data_sets(tmp_path) == [topic_data.YNAT]
    with pytest.raises(UsageError, match=r"klue_ynat: let GRADER_DATA_DIR"):
        topic_data.load_topics(topic_data.YNAT, tmp_path, 1)
    with pytest.raises(UsageError, match=r"train\.jsonl\.gz does not exist"):
        label_data.load_labels(label_data.KOTE, tmp_path, 1)
    with pytest.raises(UsageError, match=r"kote: let GRADER_DATA_DIR"):
        label_data.load_labels(label_data.KOTE, None, 1)

"""The texts of week 1's preview homework: made-up reviews, and what is said of real files that are broken."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest

from assignments.week01_pytorch import review_data
from assignments.week01_pytorch.made_up_reviews import AGREEING, Reviewer, labelled_reviews
from grader.errors import UsageError


def write(path: Path, lines: list[str]) -> None:
    """A gzip-packed text file."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode()))


def movie_lines(count: int) -> list[str]:
    """Lines as movie_reviews has them."""
    return [json.dumps({"id": str(k), "text": f"text {k}", "label": k % 2}) for k in range(count)]


def test_parts_share_no_review() -> None:
    """Half of each part is positive; no review occurs twice; the same seed gives the same."""
    parts = labelled_reviews(5, (60, 20, 40))
    texts = [text for part, _ in parts for text in part]
    assert [len(part) for part, _ in parts] == [60, 20, 40] and len(set(texts)) == 120
    assert [sum(labels) for _, labels in parts] == [30, 10, 20]
    assert labelled_reviews(5, (60, 20, 40)) == parts


def test_words_are_new_for_each_seed() -> None:
    """Few of the words of praise and blame of one seed mean the same in another: they cannot be known beforehand."""
    first, second = (Reviewer(random.Random(seed))._words for seed in (1, 2))
    assert not set(first[0]) & set(first[1])
    for polarity in (0, 1):
        assert len(set(first[polarity]) & set(second[polarity])) < 5


def test_most_judgements_agree_with_the_label() -> None:
    """The share of agreeing judgements is what the handout says, three quarters."""
    reviewer = Reviewer(random.Random(3))
    blame, praise = map(set, reviewer._words)
    words = [word for _ in range(400) for word in reviewer.review(1).split() if word in blame | praise]
    assert abs(sum(word in praise for word in words) / len(words) - AGREEING) < 0.05


def test_movie_reviews(tmp_path: Path) -> None:
    """The last training texts are for validation; the test texts come in the seed's order, labels with them."""
    folder = tmp_path / review_data.MOVIES
    write(folder / "train.jsonl.gz", movie_lines(450))
    write(folder / "test.jsonl.gz", movie_lines(120))
    first, second = (review_data.load_reviews(review_data.MOVIES, tmp_path, seed) for seed in (1, 2))
    assert (len(first.train_texts), len(first.valid_texts)) == (250, 200) and first.valid_texts[0] == "text 250"
    assert [int(text.split()[1]) % 2 for text in first.test_texts] == first.test_labels
    assert first.test_texts != second.test_texts and sorted(first.test_texts) == sorted(second.test_texts)


def test_nsmc(tmp_path: Path) -> None:
    """Tables with the columns id, document and label are read, too."""
    folder = tmp_path / review_data.NSMC
    for part, count in (("train", 4_100), ("test", 110)):
        rows = [f"{k}\t문장 {k}\t{k % 2}" for k in range(count)]
        write(folder / f"{part}.tsv.gz", ["id\tdocument\tlabel", *rows])
    data = review_data.load_reviews(review_data.NSMC, tmp_path, 1)
    assert data.train_texts[3] == "문장 3" and data.train_labels[:4] == [0, 1, 0, 1] and len(data.valid_texts) == 2_000


@pytest.mark.parametrize(
    "lines, said",
    [
        ([*movie_lines(450), "{"], "line 451 is no object"),
        ([*movie_lines(450), '{"text": "a", "label": 2}'], "line 451 has a label other than"),
        (movie_lines(20), "20 rows, at least 100"),
        (movie_lines(300), "300 training texts, at least 400"),
    ],
    ids=["no JSON", "another label", "few rows", "few for training"],
)
def test_what_is_wrong_with_a_file(tmp_path: Path, lines: list[str], said: str) -> None:
    """The message names the file and the fault."""
    folder = tmp_path / review_data.MOVIES
    write(folder / "train.jsonl.gz", lines)
    write(folder / "test.jsonl.gz", movie_lines(120))
    with pytest.raises(UsageError, match=said):
        review_data.load_reviews(review_data.MOVIES, tmp_path, 1)


def test_what_is_at_hand(tmp_path: Path) -> None:
    """No folder: made-up reviews. A folder: the real ones in it, of which there have to be some."""
    assert review_data.data_sets(None) == ["generated"]
    with pytest.raises(UsageError, match="holds no movie_reviews"):
        review_data.data_sets(tmp_path)
    (tmp_path / review_data.NSMC).mkdir()
    assert review_data.data_sets(tmp_path) == [review_data.NSMC]
    with pytest.raises(UsageError, match=r"train.tsv.gz does not exist"):
        review_data.load_reviews(review_data.NSMC, tmp_path, 1)

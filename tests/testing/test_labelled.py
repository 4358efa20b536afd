"""Labelled texts from files: the parts, the order, and what is said of rows that are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.testing.labelled import data_folder, divided, of_classes

HERE = Path("part.tsv.gz")


def rows(count: int, classes: int = 2) -> list[tuple[str, object]]:
    """Rows whose text ends with their number."""
    return [(f"text {i}", i % classes) for i in range(count)]


def test_texts_keep_their_labels() -> None:
    """Training ends where validation begins; the seed orders the test texts, labels with them."""
    train, test = of_classes(HERE, rows(10), 2, 10), of_classes(HERE, rows(40), 2, 1)
    first, again, other = (divided("name", train, test, 3, seed) for seed in (1, 1, 2))
    assert (first.name, first.train_texts, first.train_labels) == ("name", train[0][:7], [0, 1, 0, 1, 0, 1, 0])
    assert (first.valid_texts, first.valid_labels) == (["text 7", "text 8", "text 9"], [1, 0, 1])
    assert [int(text.split()[1]) % 2 for text in first.test_texts] == first.test_labels
    assert sorted(first.test_texts) == sorted(test[0]) and first.test_texts != test[0]
    assert first == again and first.test_texts != other.test_texts


@pytest.mark.parametrize(
    "wrong, said",
    [
        ([*rows(9), ("text", 2)], "line 11 has a label other than 0 to 1"),
        ([*rows(9), ("text", "1")], "line 11 has a label"),
        ([*rows(9), ("text", True)], "line 11 has a label"),
        (rows(9), "9 rows, at least 10 with all labels 0 to 1"),
        ([("text", 1)] * 10, "10 rows, at least 10 with all labels 0 to 1"),
    ],
    ids=["too large", "in quotes", "a truth value", "too few", "one label only"],
)
def test_rows_that_are_wrong(wrong: list[tuple[str, object]], said: str) -> None:
    """The file and the line are named, which a head line moves."""
    with pytest.raises(UsageError, match=rf"part\.tsv\.gz: {said}"):
        of_classes(HERE, wrong, 2, 10, first=2)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """None given, or not in it: both say how to name it."""
    (tmp_path / "data").mkdir()
    assert data_folder("data", tmp_path) == tmp_path / "data"
    for folder in (None, tmp_path):
        with pytest.raises(UsageError, match="other: let GRADER_DATA_DIR"):
            data_folder("other", folder)

"""Packed text: what a line is, and what is said of a file that is not as it should be."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.testing.packed import packed_lines, packed_rows


def pack(path: Path, text: str) -> Path:
    """The text as a gzip-packed file."""
    path.write_bytes(gzip.compress(text.encode()))
    return path


@pytest.mark.parametrize(
    "text, lines",
    [
        ("a\nb\n", ["a", "b"]),
        ("a\nb", ["a", "b"]),
        ("a\n\n", ["a", ""]),
        ("a\r\nb\u2028c\x85d\n", ["a\r", "b\u2028c\x85d"]),
        ("한국어 😀\n", ["한국어 😀"]),
    ],
)
def test_lines(tmp_path: Path, text: str, lines: list[str]) -> None:
    """Only a line feed ends a line, and the one at the file's end begins no other; nothing is changed in a line."""
    assert packed_lines(pack(tmp_path / "x.gz", text)) == lines


def test_a_missing_file(tmp_path: Path) -> None:
    """It is named, with what to do."""
    with pytest.raises(UsageError, match=r"x\.gz does not exist: fetch"):
        packed_lines(tmp_path / "x.gz")


@pytest.mark.parametrize(
    "content",
    [
        b"plain text",
        gzip.compress(b"many lines\n" * 500)[:-12],
        gzip.compress(b"many lines\n" * 500)[:12] + b"\xff" * 40,
        gzip.compress(b"\xff\xfe"),
    ],
    ids=["not packed", "cut off", "damaged", "no UTF-8"],
)
def test_a_broken_file(tmp_path: Path, content: bytes) -> None:
    """A file that cannot be unpacked, or that is no text, is the user's to fetch again, not a crash."""
    (tmp_path / "x.gz").write_bytes(content)
    with pytest.raises(UsageError, match=r"x\.gz cannot be read \(.*\): fetch the file again"):
        packed_lines(tmp_path / "x.gz")


def test_rows(tmp_path: Path) -> None:
    """The two fields that were asked for, whatever else there is; a label may be anything."""
    lines = [{"id": 1, "title": "가", "label": 3}, {"label": [0, 2], "title": ""}]
    path = pack(tmp_path / "x.gz", "\n".join(map(json.dumps, lines)))
    assert packed_rows(path, "title", "label") == [("가", 3), ("", [0, 2])]


@pytest.mark.parametrize(
    "line, said",
    [
        ("{", "line 2 is no object with title and label"),
        ("[1, 2]", "line 2 is no object with title and label"),
        ('{"title": "a"}', "line 2 is no object with title and label"),
        ('{"title": 5, "label": 1}', "line 2 has a title that is no text"),
    ],
)
def test_a_broken_row(tmp_path: Path, line: str, said: str) -> None:
    """The line is told by its number."""
    path = pack(tmp_path / "x.gz", '{"title": "a", "label": 1}\n' + line)
    with pytest.raises(UsageError, match=said):
        packed_rows(path, "title", "label")

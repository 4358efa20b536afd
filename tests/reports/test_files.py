"""Report files are written whole, under names that are safe for any student name."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.reports.files import page_names, slug, write_atomic


@pytest.mark.parametrize("name", ["s001", "s-1_b", "학생", "2023-12345"])
def test_plain_names_stay(name: str) -> None:
    """An ordinary student id is its own file name."""
    assert slug(name) == name


@pytest.mark.parametrize(
    "name",
    ["../x", "a/b", "a\\b", "<script>", "S001", "s 1", "", ".", "con", "nul", "com1", "x" * 300, "-", "s\0", "\ud800",
     unicodedata.normalize("NFD", "학생"), "ﬁ", "s001.html", "\u202e"],
)  # fmt: skip
def test_other_names_get_a_hash(name: str) -> None:
    """What is not safe on every file system is replaced, and the hash keeps students apart."""
    assert re.fullmatch(r"[\w-]{1,60}-[0-9a-f]{8}", slug(name))


@given(st.lists(st.text(), unique=True, max_size=8))
def test_names_never_meet(students: list[str]) -> None:
    """Different students get different files, also where case and normalisation do not count."""
    names = [unicodedata.normalize("NFD", name).casefold() for name in page_names(students)]
    assert len(set(names)) == len(students)
    assert all(len(name.encode()) <= 255 for name in names)


def test_case_and_normalisation_collide_with_nobody() -> None:
    """S001 and s001, and the two spellings of one Hangul name, are four files."""
    students = ["s001", "S001", "학생", unicodedata.normalize("NFD", "학생")]
    assert len({unicodedata.normalize("NFC", name).casefold() for name in page_names(students)}) == 4


def test_same_student_twice_gets_two_files() -> None:
    """A second hand-in under the same name does not overwrite the first."""
    assert page_names(["s001", "s001", "s001.2"])[:2] == ["s001.html", "s001.2.html"]
    assert len(set(page_names(["s001", "s001", "s001.2"]))) == 3


def test_name_taken_on_purpose_overwrites_nobody() -> None:
    """Somebody who calls himself as another's file name gets his own."""
    assert len(set(page_names(["S001", slug("S001")]))) == 2


def test_slug_does_not_depend_on_the_class() -> None:
    """A student's file keeps its name when others join."""
    assert page_names(["x", "S1"])[1] == page_names(["S1"])[0]


def test_write_makes_folders_and_leaves_no_rest(tmp_path: Path) -> None:
    """The file is there with its content, and nothing else."""
    write_atomic(tmp_path / "a" / "b.txt", b"x")
    assert (tmp_path / "a" / "b.txt").read_bytes() == b"x"
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.txt"]


def test_failed_write_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the new content cannot be completed, the old one stays and no temporary file is left."""
    write_atomic(tmp_path / "b.txt", b"old")

    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        write_atomic(tmp_path / "b.txt", b"new")
    assert (tmp_path / "b.txt").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["b.txt"]

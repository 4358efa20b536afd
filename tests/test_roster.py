"""roster.csv, and whom a name means."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from grader.course import Matcher, Roster, Student, find_course, read_roster
from grader.errors import SpecError
from tests.test_course import COURSE


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_roster_is_read(tmp_path: Path, encoding: str, delimiter: str) -> None:
    """However a spreadsheet saves it: the id, the name, and every further column as a key."""
    rows = [
        ["Student ", "name", "email", "분반"],
        ["s001", "김하나", "h@example.org", "A"],
        [],
        ["s002", "이두리", "", "A"],
    ]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    (tmp_path / "r.csv").write_bytes(text.encode(encoding))
    assert read_roster(tmp_path / "r.csv").students == (
        Student("s001", "김하나", {"email": "h@example.org", "분반": "A"}),
        Student("s002", "이두리", {"분반": "A"}),
    )


@pytest.mark.parametrize(
    "text,said",
    [
        ("", "file: is empty"),
        ("name\nx\n", "row 1: no column 'student'"),
        ("student,name,Name\n", "row 1: two columns 'name'"),
        ("student\ns001\n\nS001\n", "row 4: 'S001' stands in row 2 already (give every student an id of their own)"),
        ("student,name\n,Kim\n", "row 2: has no student"),
        ("student,name\ns001,Kim,Hana\n", "row 2: has 3 cells, the first row 2 (put a value with a comma in quotes)"),
        ('student\n"s001\n', "is no CSV"),
    ],
)
def test_faults_name_row_and_remedy(tmp_path: Path, text: str, said: str) -> None:
    """A wrong roster is one line that names file, row and what to do."""
    (tmp_path / "r.csv").write_text(text)
    with pytest.raises(SpecError) as caught:
        read_roster(tmp_path / "r.csv")
    assert said in str(caught.value) and "r.csv" in str(caught.value) and "\n" not in str(caught.value)


def test_courses_roster(tmp_path: Path) -> None:
    """course.toml names the file; without it there is no roster, and a missing file is told."""
    (tmp_path / "course.toml").write_text(COURSE, "utf-8")
    assert find_course(tmp_path).roster() is None
    text = COURSE.replace("[title]", '[paths]\nroster = "people/roster.csv"\n[title]')
    (tmp_path / "course.toml").write_text(text, "utf-8")
    with pytest.raises(SpecError, match=r"roster.csv: file: does not exist"):
        find_course(tmp_path).roster()
    (tmp_path / "people").mkdir()
    (tmp_path / "people" / "roster.csv").write_text("student\ns001\n")
    assert find_course(tmp_path).roster() == Roster((Student("s001"),))


@pytest.mark.parametrize(
    "pattern,said", [("(", "is no regular expression"), ("(?P<week>.)", "has no group `name`"), ("(?P<name>.+)", "")]
)
def test_pattern_of_file_names(tmp_path: Path, pattern: str, said: str) -> None:
    """course.toml's pattern must be a regular expression with a group `name`."""
    (tmp_path / "course.toml").write_text(f"{COURSE}[intake]\npattern = '{pattern}'\n", "utf-8")
    if not said:
        assert find_course(tmp_path).intake.pattern == pattern
        return
    with pytest.raises(SpecError, match=said):
        find_course(tmp_path)


ROSTER = Roster(
    (
        Student("s001", "Kil Dong Hong", {"email": "a@example.org", "canvas": "41", "section": "7"}),
        Student("s002", "김하나", {"canvas": "42", "section": "7"}),
        Student("s003", "김하나", {"canvas": "43"}),
        Student("s004", "O'Neil, Ann-Marie", {"login": "S001x"}),
    )
)


@pytest.mark.parametrize(
    "texts,found",
    [
        (["S001 "], ["s001"]),
        (["ｓ００１"], ["s001"]),
        (["A@Example.org"], ["s001"]),
        (["kil dong HONG"], ["s001"]),
        (["hongkildong"], ["s001"]),
        (["kildonghong"], ["s001"]),
        (["oneilannmarie"], ["s004"]),
        (["annmarieoneil"], ["s004"]),
        (["42", "43"], ["s002"]),
        ([unicodedata.normalize("NFD", "김하나")], ["s002", "s003"]),
        (["43", "김하나"], ["s003"]),
        (["7"], []),
        (["", "nobody"], []),
        (["99", "hong kil dong"], ["s001"]),
    ],
)
def test_matching(texts: list[str], found: list[str]) -> None:
    """By id, key, name or squeezed name; the surest text decides, two people of one name are both told."""
    assert [student.id for student in Matcher(ROSTER).find(texts)] == found

"""Blackboard: the downloaded gradebook comes back in its own encoding with only our cells changed."""

from __future__ import annotations

import codecs

import pytest

from grader.errors import UsageError
from grader.exports import blackboard
from tests.exports import rules
from tests.exports.books import EVIL, FORMULA, book, grade, keys

COLUMN = "Week 4: RNN, LSTM [Total Pts: 20 Score] |123456"
TOTAL = "Total [Total Pts: up to 100 Score] |123001"
HEADER = ["Last Name", "First Name", "Username", "Student ID", "Last Access", "Availability", COLUMN, TOTAL]
PEOPLE = [
    ["Kim", "Minsu", "minsu", "2023-1", "2023-02-01 10:00:00", "Yes", "", "55"],
    ["이", "서연", "seoyeon", "2023-2", "2023-02-01 10:00:00", "Yes", "3", "55"],
    ["", EVIL, "evil", "2023-3", "", "Yes", "", ""],
    ["", FORMULA, "formula", "2023-4", "", "Yes", "Needs Grading", ""],
]


def tabs(header: list[str] = HEADER, people: list[list[str]] = PEOPLE) -> bytes:
    """The download called .xls: UTF-16LE with a mark, tabs, every cell in quotes."""
    lines = ("\t".join(f'"{cell}"' for cell in row) for row in [header, *people])
    return codecs.BOM_UTF16_LE + "\r\n".join(lines).encode("utf-16-le")


def commas(header: list[str] = HEADER, people: list[list[str]] = PEOPLE) -> bytes:
    """The download as CSV: UTF-8, every cell in quotes."""
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in [header, *people]).encode()


@pytest.mark.parametrize("before", [tabs(), commas(), commas()[:0] + tabs()[2:]])
def test_round_trip(before: bytes) -> None:
    """Points stand in our column; all other bytes, encoding and quotes included, are as they were."""
    filled = blackboard.fill(before, "x.xls", book(*(grade(f"s00{n}", n + 0.5) for n in range(1, 5))))
    wide = b"\x00" in before
    after = filled.data if not wide or before.startswith(codecs.BOM_UTF16_LE) else codecs.BOM_UTF16_LE + filled.data
    assert rules.blackboard(after, COLUMN) == {"minsu": "1.5", "seoyeon": "2.5", "evil": "3.5", "formula": "4.5"}
    encoding = "utf-16-le" if wide else "utf-8"
    expected = before.decode(encoding)
    for old, new in (
        ('Yes"#""', 'Yes"#"1.5"'),
        ('"3"', '"2.5"'),
        ('Yes"#""', 'Yes"#"3.5"'),
        ('"Needs Grading"', '"4.5"'),
    ):
        mark = "\t" if wide else ","
        expected = expected.replace(old.replace("#", mark), new.replace("#", mark), 1)
    assert filled.data == expected.encode(encoding)
    assert filled.problems == ()


def test_excused_and_strangers_are_told() -> None:
    """An excuse cannot be said in the file; a row of nobody and a student without a row are named."""
    people = [*PEOPLE[:1], ["Doe", "Jane", "jane", "", "", "Yes", "", ""]]
    filled = blackboard.fill(tabs(people=people), "x.xls", book(grade("s001", 1, excused=True), grade("s004", 2)))
    told = keys(filled.problems)
    assert told["export.excused_by_hand"] == ["s001"]
    assert told["export.unknown_row"] == ["jane"]
    assert told["export.no_row"][0].startswith("s004")
    assert filled.data == tabs(people=people)


def test_korean_headers() -> None:
    """User columns are found in Korean, too."""
    header = [
        "성",
        "이름",
        "사용자 이름",
        "학생 ID",
        "마지막 액세스",
        "가용성",
        "4주차: RNN [총점: 20 점수] |77",
        TOTAL,
    ]
    filled = blackboard.fill(tabs(header), "x.xls", book(grade("s002", 12.5)))
    assert '"12.5"' in filled.data[2:].decode("utf-16-le")


def test_by_name_where_usernames_are_unknown() -> None:
    """A roster without logins matches by a name that occurs once."""
    people = [["Kim", "Minsu", "u1", "", "", "Yes", "", ""], ["Lee", "A", "u2", "", "", "Yes", "", ""]]
    filled = blackboard.fill(
        commas(people=people), "x.csv", book(grade("a", 1, name="Minsu Kim"), roster=book().roster.__class__())
    )
    assert rules.blackboard(filled.data, COLUMN) == {"u1": "1", "u2": ""}
    assert keys(filled.problems) == {"export.unknown_row": ["u2"]}


@pytest.mark.parametrize("data", [b"a,b\n1,2\n", commas(HEADER[:2] + HEADER[3:]), commas(HEADER[:6], [])])
def test_no_gradebook(data: bytes) -> None:
    """A file without Username or without a numbered column is refused in one line."""
    with pytest.raises(UsageError, match="no gradebook of Blackboard"):
        blackboard.fill(data, "x.xls", book())

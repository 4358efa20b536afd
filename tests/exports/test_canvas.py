"""Canvas: a downloaded gradebook comes back with nothing but our cells changed, and its importer reads them."""

from __future__ import annotations

import csv
import io

import pytest

from grader.course.roster import Roster, Student
from grader.errors import UsageError
from grader.exports import canvas, scale_of
from grader.reports.gradebook import BOM
from tests.exports import rules
from tests.exports.books import EVIL, FORMULA, book, grade, keys, only_changed

COLUMN = "Week 4: RNN, LSTM (5512)"
HEADER = ["Student", "ID", "SIS User ID", "SIS Login ID", "Integration ID", "Section", "Week 3: BPE (5500)",
          COLUMN, "Assignments Current Score", "Current Score"]  # fmt: skip
POLICY = ["", "", "", "", "", "", "", "Manual Posting", "", ""]
POSSIBLE = ["    Points Possible", "", "", "", "", "", "10.0", "20.0", "(read only)", "(read only)"]
PEOPLE = [
    ["Kim, Minsu", "9001", "", "minsu", "", "NLP", "7.5", "", "75.0", "75.0"],
    ["이서연", "9002", "", "seoyeon", "", "NLP", "", "3", "", ""],
    [EVIL, "9003", "", "evil", "", "NLP", "10.0", "", "", ""],
    [FORMULA, "9004", "", "formula", "", "NLP", "10.0", "", "", ""],
    ["Park, Jiho", "9005", "", "jiho", "", "NLP", "10.0", "", "", ""],
    ["Bee, Bonus", "9006", "", "bee", "", "NLP", "10.0", "", "", ""],
    ["Student, Test", "9999", "", "7f3a", "", "NLP", "", "", "", ""],
]


def download(*, delimiter: str = ",", bom: str = BOM, newline: str = "\r\n", people: list[list[str]] = PEOPLE) -> bytes:
    """A gradebook as Canvas writes it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=newline)
    writer.writerows([HEADER, POLICY, POSSIBLE, *people])
    return (bom + out.getvalue()).encode()


def test_round_trip() -> None:
    """Every student gets the published points, the excused one EX; what the importer must not see changed is not."""
    filled = canvas.fill(download(), "x.csv", book())
    assert rules.canvas(filled.data, COLUMN) == {
        "9001": "18", "9002": "12.5", "9003": "0", "9004": "7.25", "9005": "EX", "9006": "20", "9999": "",
    }  # fmt: skip
    assert filled.filled == 6
    assert keys(filled.problems) == {"export.over": ["s006 (Bonus Bee) 20"]}


@pytest.mark.parametrize(
    "delimiter,bom,newline", [(",", BOM, "\r\n"), (",", "", "\n"), (";", BOM, "\r\n"), (";", "", "\n")]
)
def test_only_our_cells_change(delimiter: str, bom: str, newline: str) -> None:
    """Byte for byte: BOM, delimiter, line ends, quotes, posting policy and points possible stay."""
    people = [[name.replace(",", " "), *rest] for name, *rest in PEOPLE]
    header_as_is = [h.replace(",", " ") for h in HEADER]
    before = download(delimiter=delimiter, bom=bom, newline=newline, people=people)
    before = before.replace(f'"{COLUMN}"'.encode(), COLUMN.encode()).replace(COLUMN.encode(), header_as_is[7].encode())
    filled = canvas.fill(before, "x.csv", book(), column="5512")
    only_changed(before, filled.data, {(row, 7) for row in range(3, 9)}, delimiter.encode())
    assert filled.filled == 6
    decimals = "," if delimiter == ";" else "."
    assert f"{delimiter}12{decimals}5{delimiter}".encode() in filled.data


def test_filled_twice_is_filled_once() -> None:
    """Filling in what was filled in changes nothing."""
    once = canvas.fill(download(), "x.csv", book()).data
    assert canvas.fill(once, "x.csv", book()).data == once


def test_both_sides_are_told() -> None:
    """A row of nobody, a student without a row and a student without a grade are each told, and stay as they were."""
    people = [*PEOPLE[:2], ["Stranger, A", "1", "", "nobody", "", "NLP", "", "4", "", ""]]
    filled = canvas.fill(download(people=people), "x.csv", book(grade("s001", 5), grade("s004", 5)))
    assert rules.canvas(filled.data, COLUMN) == {"9001": "5", "9002": "3", "1": "4"}
    told = keys(filled.problems)
    assert told.keys() == {"export.unknown_row", "export.no_row", "export.no_grade"}
    assert told["export.unknown_row"] == ["Stranger, A"]
    assert told["export.no_row"][0].startswith("s004")
    assert told["export.no_grade"] == ["s002 (이서연)"]


def test_nothing_is_published_too_early() -> None:
    """Ungraded checks and rubric items without points leave the cell as it was, and are told."""
    waiting = grade("s001", 5, ungraded=1)
    item = grade("s002", 5)
    item = grade(
        "s002", 5, tasks=(*item.tasks, rubric := item.tasks[0].__class__("essay", {}, "", 0, 4, None, pending=True))
    )
    assert rubric.pending
    filled = canvas.fill(download(people=PEOPLE[:2]), "x.csv", book(waiting, item))
    assert rules.canvas(filled.data, COLUMN) == {"9001": "", "9002": "3"}
    assert len(keys(filled.problems)["export.pending"]) == 2


@pytest.mark.parametrize("scale,cell", [(None, "18"), ("points", "18"), ("100", "20"), ("10", "9")])
def test_scale(scale: str | None, cell: str) -> None:
    """The column's maximum by default; points as they are; or a number, never above the column's maximum."""
    filled = canvas.fill(download(people=PEOPLE[:1]), "x.csv", book(grade("s001", 18), scale=scale_of(scale)))
    assert rules.canvas(filled.data, COLUMN) == {"9001": cell}


def test_half_the_points_of_an_excused_task() -> None:
    """Who was excused from one task is not graded down for it."""
    filled = canvas.fill(download(people=PEOPLE[:2]), "x.csv", book(grade("s001", 10, 10), grade("s002", 10, 20)))
    assert rules.canvas(filled.data, COLUMN) == {"9001": "20", "9002": "10"}


@pytest.mark.parametrize("column", [COLUMN, "Week 4: RNN, LSTM", "5512"])
def test_column_by_any_of_its_names(column: str) -> None:
    """--column takes the header, the title or the number."""
    assert canvas.fill(download(), "x.csv", book(titles={"en": "Other"}), column).filled == 6


@pytest.mark.parametrize("column", ["Week 9", "Current Score", "Section"])
def test_column_that_is_none(column: str) -> None:
    """A column that is not there, or that Canvas calculates, is one line that lists those that are."""
    with pytest.raises(UsageError, match=r"x\.csv: no column of this assignment .*Week 3: BPE \(5500\)"):
        canvas.fill(download(), "x.csv", book(), column)


def test_two_columns_of_one_title() -> None:
    """Where two assignments have the same title the operator decides."""
    data = download().replace(b"Week 3: BPE (5500)", b'"Week 4: RNN, LSTM (5500)"')
    with pytest.raises(UsageError, match="several columns fit"):
        canvas.fill(data, "x.csv", book())


@pytest.mark.parametrize("data", [b"", b"a,b,c\n1,2,3\n", b'Student,ID,"open\n'])
def test_no_gradebook(data: bytes) -> None:
    """Another file is refused in one line."""
    with pytest.raises(UsageError, match=r"^x\.csv: no "):
        canvas.fill(data, "x.csv", book())


def test_written_from_the_roster() -> None:
    """Without a download: Canvas's columns, ids from the roster, points possible, and no formula in a name."""
    filled = canvas.write(book())
    found = rules.canvas(filled.data, "Week 4: RNN, LSTM")
    assert found["9001"] == "18"
    assert found["9005"] == "EX"
    rows = list(csv.reader(io.StringIO(filled.data.decode("utf-8-sig"), newline="")))
    assert rows[1] == ["    Points Possible", "", "", "", "", "20"]
    assert [row[0][0] for row in rows if FORMULA in row[0]] == ["'"]
    assert EVIL in {row[0] for row in rows}


def test_written_without_ids_is_told() -> None:
    """A roster without Canvas or SIS numbers works by names, which is said for each student."""
    filled = canvas.write(book(grade("s001", 5), roster=Roster((Student("s001", "Kim"),))))
    assert keys(filled.problems) == {"export.no_lms_id": ["s001"]}

"""Reading `roster.csv`, as registries and spreadsheets write it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from grader.course.roster import Roster, Student, folded
from grader.errors import SpecError

STUDENT, NAME = "student", "name"
MAX_BYTES = 5_000_000
_DELIMITERS = ",;\t"


def read_roster(path: Path) -> Roster:
    """The students of a CSV file: column `student` (the id), optionally `name`, and any further ones as keys.

    UTF-8 with or without a mark, or cp949; separated by comma, semicolon or tab.

    Raises:
        SpecError: the file is missing or wrong; names the row, counted as a spreadsheet does.
    """
    text = _text(path)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        rows = [(number, [cell.strip() for cell in row]) for number, row in enumerate(reader, 1)]
    except csv.Error as error:
        raise SpecError(str(path), f"row {reader.line_num}", f"is no CSV: {error}", "save it anew as CSV") from None
    rows = [(number, row) for number, row in rows if any(row)]
    if not rows:
        raise SpecError(str(path), "file", "is empty", f"its first row names the columns: {STUDENT},{NAME},email")
    header = [folded(cell) for cell in rows[0][1]]
    if STUDENT not in header:
        raise SpecError(str(path), f"row {rows[0][0]}", f"no column {STUDENT!r}", "name the column of the ids so")
    if doubled := next((c for c in header if c and header.count(c) > 1), None):
        raise SpecError(str(path), f"row {rows[0][0]}", f"two columns {doubled!r}", "name each column differently")
    return Roster(tuple(_students(path, header, rows[1:])))


def _students(path: Path, header: list[str], rows: list[tuple[int, list[str]]]) -> list[Student]:
    found: list[Student] = []
    first: dict[str, int] = {}
    for number, row in rows:
        if len(row) > len(header):
            remedy = "put a value with a comma in quotes"
            raise SpecError(str(path), f"row {number}", f"has {len(row)} cells, the first row {len(header)}", remedy)
        cells = dict(zip(header, row, strict=False))
        student = cells.pop(STUDENT, "")
        if not student:
            raise SpecError(str(path), f"row {number}", f"has no {STUDENT}", "give every student an id")
        earlier = first.setdefault(folded(student), number)
        if earlier != number:
            problem = f"{student!r} stands in row {earlier} already"
            raise SpecError(str(path), f"row {number}", problem, "give every student an id of their own")
        name = cells.pop(NAME, "")
        found.append(Student(student, name, {column: value for column, value in cells.items() if column and value}))
    return found


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise SpecError(str(path), "file", "does not exist", "create it, or correct paths.roster") from None
    except OSError as error:
        raise SpecError(str(path), "file", f"cannot be read: {error.strerror}", "it must be a readable file") from None
    if len(data) > MAX_BYTES:
        raise SpecError(str(path), "file", f"is larger than {MAX_BYTES // 1_000_000} MB", "is it a roster?")
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SpecError(str(path), "file", "is neither UTF-8 nor cp949", "save it as CSV UTF-8")


def _delimiter(text: str) -> str:
    """The one that the first row has most of."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(_DELIMITERS, key=first.count)

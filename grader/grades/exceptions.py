"""exceptions.csv: extensions and excuses as staff keep them in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from typing import get_args

from grader.course.moments import moment_of, span_of
from grader.errors import UsageError
from grader.grades.allowances import ANY, Allowance
from grader.spec.assignment import SlotName
from grader.spec.reading import did_you_mean

COLUMNS = ("student", "assignment", "slot", "until", "extra", "excused", "reason")
_YES = frozenset({"yes", "y", "true", "1", "x", "o", "excused", "예", "네"})
_NO = frozenset({"", "no", "n", "false", "0", "-", "아니오", "아니요"})
_SHOWN = 3
Resolve = Callable[[str], str]


def exceptions_of(data: bytes, name: str, student: Resolve, assignment: Resolve) -> tuple[Allowance, ...]:
    """The rows of an exceptions' file, UTF-8 or as a Korean spreadsheet writes it.

    Args:
        name: how messages call the file.
        student, assignment: what was written → id; raise UsageError where nothing fits.

    Raises:
        UsageError: one line that names the first wrong rows, and what to write there.
    """
    rows = _table(data, name)
    found, problems = [], []
    for number, row in rows:
        try:
            found.append(_allowance(row, student, assignment))
        except UsageError as error:
            problems.append(f"row {number}: {error}")
    if problems:
        more = f"; and {len(problems) - _SHOWN} more" if len(problems) > _SHOWN else ""
        raise UsageError(f"{name}: {'; also '.join(problems[:_SHOWN])}{more}")
    return tuple(found)


def _table(data: bytes, name: str) -> list[tuple[int, Mapping[str, str]]]:
    """(number of the row as a spreadsheet counts, column → text) of every row that is not empty."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp949")
        except UnicodeDecodeError:
            raise UsageError(f"{name}: is neither UTF-8 nor cp949: save it as CSV UTF-8") from None
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UsageError(f"{name}: is no CSV: {error}: save it again from the spreadsheet") from None
    header = [column.strip().lower() for column in lines[0]] if lines else []
    if "student" not in header:
        raise UsageError(f"{name}: row 1: no column student: the columns are {', '.join(COLUMNS)}")
    for column in header:
        if column and column not in COLUMNS:
            guess = did_you_mean(column, COLUMNS)
            remedy = f"did you mean {guess}?" if guess else f"the columns are {', '.join(COLUMNS)}"
            raise UsageError(f"{name}: row 1: unknown column {column[:40]!r}: {remedy}")
    return [
        (number, {column: cell.strip() for column, cell in zip(header, line, strict=False)})
        for number, line in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in line)
    ]


def _allowance(row: Mapping[str, str], student: Resolve, assignment: Resolve) -> Allowance:
    who, what = row.get("student", ""), row.get("assignment", "")
    if not who:
        raise UsageError("no student: write an id or a name, or * for all")
    slot = row.get("slot", "").lower() or ANY
    if slot not in (ANY, *get_args(SlotName)):
        raise UsageError(f"{slot[:40]!r} is no slot: write preview, review or *")
    excused = row.get("excused", "").lower()
    if excused not in _YES | _NO:
        raise UsageError(f"excused is {excused[:40]!r}: write yes, or nothing")
    until, extra = row.get("until", ""), row.get("extra", "")
    if sum([bool(until), bool(extra), excused in _YES]) != 1:
        raise UsageError("give one of until, extra and excused")
    moment, span = moment_of(until) if until else None, span_of(extra) if extra else None
    if until and moment is None:
        raise UsageError(f"until is {until[:40]!r}: write 2023-02-03 18:00, or a date for its end")
    if extra and span is None:
        raise UsageError(f"extra is {extra[:40]!r}: write +2d, 12h or 1d 6h")
    return Allowance(
        student=ANY if who == ANY else student(who),
        assignment=ANY if what in ("", ANY) else assignment(what),
        slot=slot,
        until=moment,
        extra=span,
        excused=excused in _YES,
        reason=row.get("reason", ""),
    )

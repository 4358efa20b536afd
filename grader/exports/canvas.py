"""Canvas: its gradebook CSV filled in, or written from a roster.

Rules of the importer: `Student, ID, …` begin the header; an assignment's column is `Title (id)`; a row whose first cell
holds "Points Possible" and a row of posting policies are no students; a student is found by ID, then by SIS ids, then
by name; `EX` excuses; columns that are "(read only)" are ignored.
"""

from __future__ import annotations

import re

from grader.errors import UsageError
from grader.exports.filling import Book, Filled, cells, number_in, pairs, the_column
from grader.exports.matching import Column, Person, of_roster
from grader.exports.table import Table, read_table
from grader.model import Message
from grader.reports.gradebook import BOM, cell
from grader.reports.plain import points
from grader.reports.view import title_in

_SIS = ("sis_user_id", "sis_id", "student_number", "number", "student_id", "학번")
_LOGIN = ("sis_login_id", "login", "login_id", "username", "email", "e-mail", "이메일", "아이디")
COLUMNS = (
    Column("ID", ("canvas", "canvas_id", "canvas_user_id"), internal=True),
    Column("SIS User ID", _SIS),
    Column("SIS Login ID", _LOGIN),
    Column("Integration ID", ("integration",)),
)
_NAMES = ("Student", "LastName", "FirstName")
_OTHERS = ("Root Account", "Section")
_TOTALS = re.compile(r"(Current|Final|Override) (Score|Points|Grade|Status)")
_TITLE = re.compile(r"(.*)\s\((\d+)\)")
_POLICY = re.compile(r"\s*(Muted|Manual Posting.*)?\s*", re.IGNORECASE)
_TEST_STUDENT = "student, test"  # Canvas's own, in every course
EXCUSED = "EX"


def fill(data: bytes, name: str, book: Book, column: str | None = None) -> Filled:
    """The gradebook as it was downloaded, with our column filled in; every other byte stays.

    Args:
        data: the file.
        name: what errors call it.
        book: what is to be published.
        column: the column's header, its title or its number; else it is found by the assignment's title.

    Raises:
        UsageError: it is no gradebook of Canvas, or the column is not there.
    """
    table = read_table(data, name)
    header = table.header
    if not (header[0] in _NAMES and "ID" in header):
        raise UsageError(f"{name}: no gradebook of Canvas: its first column is not Student (download it with Export)")
    facts = [row for row in range(1, len(table.fields)) if "Points Possible" in table.value(row, 0)]
    ours = the_column(name, column, _assignments(table, facts), book)
    maximum = number_in(table.value(facts[0], ours)) if facts else None
    found, problems = pairs(book, _people(table, facts), [c for c in COLUMNS if c.name in header])
    decimals = "," if table.delimiter == ";" else "."
    filled = cells(book, found, maximum, problems, lambda a: EXCUSED if a.kind == "excused" else a.text(decimals))
    return Filled(table.filled({(row, ours): text for row, text in filled.items()}), len(filled), tuple(problems))


def write(book: Book, column: str | None = None) -> Filled:
    """A gradebook from the roster, for a course whose own was not downloaded: UTF-8 with BOM, comma.

    Canvas finds students by SIS ids, so the roster has to hold them; without them it offers names only, and that is
    told. A new column is made where `column` (default: the assignment's title) names none that Canvas has.
    """
    title = column or title_in(book.titles, book.lang, book.assignment)
    lines = [["Student", "ID", "SIS User ID", "SIS Login ID", "Section", title]]
    lines.append(["    Points Possible", "", "", "", "", points(book.scale.full or book.possible)])
    problems: list[Message] = []
    people: list[Person] = []
    grade_of = book.by_student
    for row, student in enumerate((s for s in book.everyone.students if s.id in grade_of), 2):
        ids = [of_roster(student, ("ID", *COLUMNS[0].keys)), of_roster(student, ("SIS User ID", *_SIS))]
        ids.append(of_roster(student, ("SIS Login ID", *_LOGIN)))
        if not any(ids):
            problems.append(Message("export.no_lms_id", {"student": cell(student.id)}))
        section = of_roster(student, ("section", "분반"))
        lines.append([*map(cell, (student.name or student.id, *ids, section)), ""])
        people.append(Person(row, student.id, {}))
    found = [(person, grade_of[person.shown]) for person in people]
    maximum = None if book.scale.raw else book.scale.full or book.possible
    filled = cells(book, found, maximum, problems, lambda a: EXCUSED if a.kind == "excused" else a.text())
    for row, text in filled.items():
        lines[row][-1] = text
    text = "".join(",".join(map(_csv, line)) + "\r\n" for line in lines)
    return Filled((BOM + text).encode("utf-8", "replace"), len(filled), tuple(problems))


def _assignments(table: Table, facts: list[int]) -> dict[int, list[str]]:
    """Columns that an import may change → header, title, id."""
    own = {*_NAMES, *_OTHERS, *(column.name for column in COLUMNS)}
    found: dict[int, list[str]] = {}
    for number, header in enumerate(table.header):
        locked = any("read only" in table.value(row, number) for row in facts)
        if header and header not in own and not _TOTALS.search(header) and not locked:
            named = _TITLE.fullmatch(header)
            found[number] = [header, *(named.groups() if named else ())]
    return found


def _people(table: Table, facts: list[int]) -> list[Person]:
    header = table.header
    identity = {c.name: header.index(c.name) for c in COLUMNS if c.name in header}
    people = []
    for row in range(1, len(table.fields)):
        values = [field.value for field in table.fields[row]]
        if row in facts or all(_POLICY.fullmatch(value) for value in values):
            continue
        if header[0] == "LastName":
            names = (f"{table.value(row, 0)}, {table.value(row, 1)}",)
        else:
            names = (table.value(row, 0),)
        if names[0].lower() != _TEST_STUDENT:
            people.append(Person(row, names[0], {c: table.value(row, n) for c, n in identity.items()}, names))
    return people


def _csv(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\r\n') or text != text.strip() else text

"""Blackboard: its downloaded gradebook, filled in.

Rules of the importer: tab-separated UTF-16 (called .xls) or comma-separated; a row is found by its Username; a column
by the number behind its title, `Title [Total Pts: 100 Score] |123456`; calculated columns are not taken.
"""

from __future__ import annotations

import re

from grader.course.roster import folded
from grader.errors import UsageError
from grader.exports.filling import Book, Filled, cells, number_in, pairs, the_column
from grader.exports.matching import Column, Person
from grader.exports.table import Table, read_table

_TITLE = re.compile(r"(?P<title>.*?)\s*(?:\[(?P<facts>[^\]]*)\])?\s*\|(?P<id>\d+)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_LAST = ("last name", "성", "nachname", "nom", "apellidos", "姓")
_FIRST = ("first name", "이름", "vorname", "prénom", "nombre", "名")
COLUMNS = (
    Column("Username", ("login", "user", "user_name", "아이디", "email")),
    Column("Student ID", ("number", "student_number", "학번")),
)
_HEADERS = {
    "username": "Username",
    "user name": "Username",
    "사용자 이름": "Username",
    "사용자명": "Username",
    "benutzername": "Username",
    "nom d'utilisateur": "Username",
    "student id": "Student ID",
    "학생 id": "Student ID",
    "학번": "Student ID",
}


def fill(data: bytes, name: str, book: Book, column: str | None = None) -> Filled:
    """The gradebook as it was downloaded, with our column filled in; every other byte stays.

    Args:
        data: the file.
        name: what errors call it.
        book: what is to be published.
        column: the column's header, its title or its number; else it is found by the assignment's title.

    Raises:
        UsageError: it is no gradebook of Blackboard, or the column is not there.
    """
    table = read_table(data, name)
    titles = {number: found for number, header in enumerate(table.header) if (found := _TITLE.fullmatch(header))}
    identity = {_HEADERS[folded(h)]: n for n, h in enumerate(table.header) if folded(h) in _HEADERS}
    if not titles or "Username" not in identity:
        remedy = "download it with Work Offline, user columns included"
        raise UsageError(f"{name}: no gradebook of Blackboard: no Username, or no column with a number ({remedy})")
    ways = {number: [found[0], found["title"], found["id"]] for number, found in titles.items()}
    ours = the_column(name, column, ways, book)
    facts = _NUMBER.search(titles[ours]["facts"] or "")
    maximum = number_in(facts[0]) if facts else None
    rows, problems = pairs(book, _people(table, identity), [c for c in COLUMNS if c.name in identity])
    numbers = cells(book, rows, maximum, problems, lambda a: a.text() if a.kind == "number" else None)
    changes = {(row, ours): text for row, text in numbers.items()}
    return Filled(table.filled(changes), len(numbers), tuple(problems))


def _people(table: Table, identity: dict[str, int]) -> list[Person]:
    headers = [folded(header) for header in table.header]
    last = next((n for n, header in enumerate(headers) if header in _LAST), None)
    first = next((n for n, header in enumerate(headers) if header in _FIRST), None)
    people = []
    for row in range(1, len(table.fields)):
        values = {column: table.value(row, number) for column, number in identity.items()}
        if not any(values.values()):
            continue
        names: tuple[str, ...] = ()
        if last is not None and first is not None:
            names = (f"{table.value(row, last)}, {table.value(row, first)}",)
        people.append(Person(row, values["Username"] or "".join(names), values, names))
    return people

"""Moodle: the grading worksheet of an assignment, filled in.

Rules of the importer: headers are in the language of whoever downloaded it and must come back as they are; Identifier
is one word and a number; Grade is a number with the locale's decimal mark, within the maximum, else the row is skipped;
"Last modified (grade)" must be what it was, or Moodle takes the row for stale; a comment is HTML, and whatever the
column holds replaces what Moodle has.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from grader.course.roster import folded
from grader.errors import UsageError
from grader.exports.filling import Book, Filled, cells, number_in, pairs
from grader.exports.matching import Column, Person
from grader.exports.table import Table, read_table
from grader.grades import Grade
from grader.messages import text
from grader.model import Message
from grader.reports.plain import points, visible
from grader.reports.steps import steps_of
from grader.reports.view import title_in

# Moodle's headers in the languages that were looked up; what is in another one is found by its place.
_IDENTIFIER = ("identifier", "식별자", "식별번호", "identifiant", "identificador", "id", "识别码", "识别符", "標識符")
_GRADE = ("grade", "성적", "점수", "note", "bewertung", "calificación", "評定", "成绩", "оценка")
_MAXIMUM = ("maximum grade", "최대 성적", "최고 성적", "최고 점수", "만점", "note maximale", "bestwertung")
_COMMENTS = (
    "feedback comments",
    "피드백 의견",
    "피드백 댓글",
    "피드백 논평",
    "commentaires de feedback",
    "feedback als kommentar",
)
_NAME = ("full name", "성명", "이름", "전체 이름", "nom complet", "vollständiger name", "nombre completo")
_NO = ("no", "아니오", "아니요", "non", "nein", "いいえ", "否")
COLUMNS = (
    Column("Identifier", ("moodle", "moodle_id", "participant", "moodle_participant"), internal=True),
    Column("Email address", ("email", "e-mail", "mail", "이메일", "이메일 주소")),
    Column("Username", ("login", "user", "아이디", "사용자 아이디")),
    Column("ID number", ("number", "student_number", "student_id", "id_number", "학번")),
)
_OTHER_HEADERS = {  # their headers elsewhere → ours
    "이메일 주소": "Email address",
    "전자우편 주소": "Email address",
    "이메일": "Email address",
    "사용자명": "Username",
    "사용자 아이디": "Username",
    "학번": "ID number",
    "id 번호": "ID number",
}
_PARTICIPANT = re.compile(r"(\D*?)(\d+)")
# Ours is told from a person's by this wrapper, so that filling in twice replaces it and nothing else.
_OURS = re.compile(r'<div class="grader-feedback">.*?</div>', re.DOTALL)


def fill(data: bytes, name: str, book: Book, column: str | None = None) -> Filled:
    """The worksheet as it was downloaded, with grades and comments filled in; every other byte stays.

    Args:
        data: the file.
        name: what errors call it.
        book: what is to be published.
        column: the header of the grade's column, where it is not recognised.

    Raises:
        UsageError: it is no grading worksheet.
    """
    table = read_table(data, name)
    rows = range(1, len(table.fields))
    identifier = _identifier(table, rows, name)
    most = _maximum_column(table, rows)
    grade = _grade_column(table, column, most, name)
    comments = _named(table, _COMMENTS)
    maximum = next((value for row in rows if most is not None and (value := number_in(table.value(row, most)))), None)
    mark = _mark(table, rows, most, grade)
    people, columns = _people(table, rows, identifier)
    found, problems = pairs(book, people, columns)
    locked = most + 1 if most is not None else None
    open_rows = []
    for person, one in found:
        if locked is not None and folded(table.value(person.row, locked)) in _NO:
            problems.append(Message("export.locked", {"student": person.shown}))
        else:
            open_rows.append((person, one))
    numbers = cells(book, open_rows, maximum, problems, lambda a: a.text(mark) if a.kind == "number" else None)
    changes = {(row, grade): text for row, text in numbers.items()}
    if comments is None:
        problems.append(Message("export.no_comments", {}))
    else:
        for person, one in open_rows:
            if person.row in numbers or one.comments:
                before = table.value(person.row, comments)
                changes[person.row, comments] = _merged(
                    before, comment(one, book.lang, points_too=person.row in numbers)
                )
    return Filled(table.filled(changes), len(numbers), tuple(problems))


def comment(grade: Grade, lang: str, *, points_too: bool = True) -> str:
    """A grade in a few lines of HTML: points of each task, what moved them, what a person wrote. Text is escaped."""
    lines = []
    for task in grade.tasks if points_too else ():
        title = _html(title_in(task.titles, lang, task.task))
        steps = "".join(f"<br>{_html(step)}" for step in steps_of(task, lang))
        lines.append(f"<li>{title}: {points(task.earned)} / {points(task.possible)}{steps}</li>")
    total = _html(text("label.points_of", lang, earned=points(grade.earned), possible=points(grade.possible)))
    parts = [f"<p>{total}</p><ul>{''.join(lines)}</ul>"] if points_too else []
    parts += [f"<p>{_html(said)}</p>" for said in grade.comments]
    return "".join(parts)


def participant(table: Table, row: int, column: int) -> str:
    """The number in "Participant 123"; empty where there is none."""
    found = _PARTICIPANT.fullmatch(table.value(row, column))
    return found[2] if found else ""


def participants(data: bytes, name: str, book: Book) -> dict[str, tuple[str, str]]:
    """Student → (full name as Moodle spells it, participant's number), as its zip of feedback files needs them.

    Raises:
        UsageError: it is no grading worksheet.
    """
    table = read_table(data, name)
    rows = range(1, len(table.fields))
    people, columns = _people(table, rows, _identifier(table, rows, name))
    found, _ = pairs(book, people, columns)
    return {grade.student: (person.shown, person.values["Identifier"]) for person, grade in found}


def _html(text: str) -> str:
    return escape(visible(text)).replace("\n", "<br>")


def _merged(before: str, new: str) -> str:
    """What a person wrote in Moodle, and our part below it."""
    block = f'<div class="grader-feedback">{new}</div>'
    return _OURS.sub(lambda _: block, before, count=1) if _OURS.search(before) else before + block


def _named(table: Table, names: Sequence[str]) -> int | None:
    return next((number for number, header in enumerate(table.header) if folded(header) in names), None)


def _identifier(table: Table, rows: range, name: str) -> int:
    """By name; else the first column, if all its values are the same word and a number."""
    number = _named(table, _IDENTIFIER)
    column = 0 if number is None else number
    words = {(m[1] if (m := _PARTICIPANT.fullmatch(value)) else None) for value in table.column(column, rows) if value}
    if len(words) == 1 and None not in words:
        return column
    raise UsageError(f"{name}: no grading worksheet of Moodle: its first column is not Identifier (download it anew)")


def _maximum_column(table: Table, rows: range) -> int | None:
    """By name; else the only column that holds one and the same number above zero in all of several rows."""
    number = _named(table, _MAXIMUM)
    if number is not None or len(rows) < 2:
        return number
    columns = range(1, len(table.header))
    same = [c for c in columns if len(values := set(table.column(c, rows))) == 1 and number_in(values.pop())]
    return same[0] if len(same) == 1 else None


def _grade_column(table: Table, wanted: str | None, most: int | None, name: str) -> int:
    """`--column`, a known name, or the place before the maximum."""
    number = _named(table, (folded(wanted),) if wanted else _GRADE)
    if number is None and most is not None and not wanted:
        number = most - 1
    if number is None:
        there = ", ".join(map(repr, table.header))
        raise UsageError(f"{name}: no column of grades (say --column; there are {there[:1000]})")
    return number


def _mark(table: Table, rows: range, most: int | None, grade: int) -> str:
    """The locale's decimal mark: that of the maximum, or of a grade that is there."""
    columns = [column for column in (most, grade) if column is not None]
    written = "".join(table.value(row, column) for column in columns for row in rows)
    return "," if "," in written and "." not in written else "."


def _people(table: Table, rows: range, identifier: int) -> tuple[list[Person], list[Column]]:
    headers = [_OTHER_HEADERS.get(folded(header), header) for header in table.header]
    by_name = {folded(column.name): column.name for column in COLUMNS[1:]}
    identity = {by_name[folded(h)]: n for n, h in enumerate(headers) if folded(h) in by_name}
    name = _named(table, _NAME)
    people = []
    for row in rows:
        if not table.value(row, identifier):
            continue
        values = {"Identifier": participant(table, row, identifier)}
        values |= {column: table.value(row, number) for column, number in identity.items()}
        full = table.value(row, name) if name is not None else ""
        people.append(Person(row, full or table.value(row, identifier), values, (full,) if full else ()))
    return people, [column for column in COLUMNS if column.name == "Identifier" or column.name in identity]

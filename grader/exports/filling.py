"""What filling in any LMS's file has in common: whose row is whose, which column is ours, what must be told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from grader.course.roster import Roster, Student, folded
from grader.errors import UsageError
from grader.exports.amount import Amount, Scale, amount
from grader.exports.matching import Column, Person, match
from grader.grades import Grade
from grader.model import Message
from grader.reports.plain import one_line, points


@dataclass(frozen=True)
class Book:
    """The grades to be published of one assignment.

    Attributes:
        assignment: its id. titles: language → text.
        grades: one for each student.
        roster: may be empty; then students are known by what they handed in as.
        scale: how points become an LMS's number.
        lang: of texts that students read.
    """

    assignment: str
    titles: Mapping[str, str]
    grades: tuple[Grade, ...]
    roster: Roster = field(default_factory=Roster)
    scale: Scale = field(default_factory=Scale)
    lang: str = "en"

    @property
    def everyone(self) -> Roster:
        """The roster, and whoever handed in without being on it."""
        known = {student.id for student in self.roster.students}
        more: dict[str, Student] = {}
        for grade in self.grades:
            for member in (grade.student, *grade.members):
                if member not in known:
                    name = grade.name if member == grade.student else ""
                    more.setdefault(member, Student(member, name or member))
        return Roster((*self.roster.students, *more.values()))

    @property
    def by_student(self) -> dict[str, Grade]:
        """Student → grade; a member of a team has the team's where there is no own one."""
        found = {member: grade for grade in self.grades for member in grade.members}
        return found | {grade.student: grade for grade in self.grades}

    @property
    def possible(self) -> float:
        """The points of the whole assignment: the most that counts for anybody."""
        return max((grade.possible for grade in self.grades), default=0.0)


@dataclass(frozen=True)
class Filled:
    """A file ready for its importer: how many cells were filled in, and what a person must know or do."""

    data: bytes
    filled: int
    problems: tuple[Message, ...] = ()


def pairs(
    book: Book, people: Sequence[Person], columns: Sequence[Column]
) -> tuple[list[tuple[Person, Grade]], list[Message]]:
    """Every row that has a grade, in the order of the file, and everybody who is on one side only."""
    matching = match(people, book.everyone, columns)
    grade_of = book.by_student
    problems = list(matching.problems)
    problems += [Message("export.unknown_row", {"row": one_line(person.shown)}) for person in matching.unknown]
    found = []
    for person in people:
        student = matching.students.get(person.row)
        if student is None:
            continue
        if student.id in grade_of:
            found.append((person, grade_of[student.id]))
        else:
            problems.append(Message("export.no_grade", {"student": told(student.id, student.name)}))
    there = {student.id for student in matching.students.values()}
    names = {student.id: student.name for student in book.everyone.students}
    problems += [
        Message("export.no_row", {"student": told(student, names.get(student, ""))})
        for student in grade_of
        if student not in there
    ]
    return found, problems


def cells(
    book: Book,
    rows: Iterable[tuple[Person, Grade]],
    maximum: float | None,
    problems: list[Message],
    text: Callable[[Amount], str | None],
) -> dict[int, str]:
    """Row → the grade's cell. `text` gives None for what this LMS cannot be told, which is then told to a person."""
    found: dict[int, str] = {}
    for person, grade in rows:
        sum_ = amount(grade, maximum, book.scale)
        who = told(grade.student, grade.name)
        cell = text(sum_) if sum_.kind != "pending" else None
        if sum_.kind == "pending":
            problems.append(Message("export.pending", {"student": who}))
        elif cell is None:
            problems.append(Message("export.excused_by_hand", {"student": who}))
        else:
            found[person.row] = cell
            if sum_.over:
                problems.append(Message("export.over", {"student": who, "maximum": points(sum_.value)}))
    return found


def number_in(text: str) -> float | None:
    """A maximum, with a decimal point or comma; None where there is none above zero."""
    whole, mark, part = text.strip().replace(",", ".").rpartition(".")
    try:
        value = float(f"{whole.replace('.', '')}{mark}{part}") if mark else float(part)
    except ValueError:
        return None
    return value if 0 < value < float("inf") else None


def told(student: str, name: str) -> str:
    """A student as the operator knows them."""
    student, name = one_line(student), one_line(name)
    return student if not name or name == student else f"{student} ({name})"


def the_column(file: str, wanted: str | None, columns: Mapping[int, Sequence[str]], book: Book) -> int:
    """The assignment's column.

    Args:
        file: what errors call it.
        wanted: `--column`.
        columns: number → every way to name it: its header first, its title, its id.
        book: the assignment's id and titles name it where nobody says.

    Raises:
        UsageError: none fits, or several do; it names those that there are.
    """
    names = {folded(wanted)} if wanted else {folded(name) for name in (book.assignment, *book.titles.values()) if name}
    fits = [number for number, ways in columns.items() if names & {folded(way) for way in ways}]
    if len(fits) == 1:
        return fits[0]
    there = ", ".join(repr(one_line(ways[0])) for ways in columns.values()) or "none"
    problem = "several columns fit" if fits else "no column of this assignment"
    raise UsageError(f"{file}: {problem} (say --column; there are {there[:1000]})")

"""Which row of an LMS's file is which of our students: by the roster's keys, then by names that occur once.

A wrong match publishes one student's grade to another, so a number counts only where the roster says what it is, and
whatever is in doubt stays empty and is told.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from grader.course.roster import Roster, Student, folded
from grader.model import Message
from grader.reports.plain import one_line


@dataclass(frozen=True)
class Column:
    """An identifying column of an LMS.

    Attributes:
        name: its header.
        keys: columns of a roster that hold the same; the header itself counts, too.
        internal: the LMS's own numbers, which mean nothing where the roster has no such column.
    """

    name: str
    keys: tuple[str, ...] = ()
    internal: bool = False


@dataclass(frozen=True)
class Person:
    """One row: where it is, what people call it, its identifying values by column, its names as the LMS spells them."""

    row: int
    shown: str
    values: Mapping[str, str]
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Matching:
    """Row → student, and what could not be told. `unknown` rows belong to nobody on our side."""

    students: Mapping[int, Student]
    unknown: tuple[Person, ...] = ()
    problems: tuple[Message, ...] = ()


def match(people: Sequence[Person], roster: Roster, columns: Sequence[Column]) -> Matching:
    """The student of each row.

    All identifying columns are asked; where two name different students, or two rows the same student, nobody gets the
    row. A row without any known number is matched by its name, if that occurs once in the file and once in the roster.
    """
    indexes = {column.name: _index(column, roster, columns) for column in columns}
    by_name = _unique((name, s) for s in roster.students for name in spellings(s.name))
    written = Counter(name for person in people for name in {n for text in person.names for n in spellings(text)})
    found: dict[int, Student] = {}
    named: dict[int, Student] = {}
    problems: list[Message] = []
    unknown: list[Person] = []
    for person in people:
        votes = {}
        for name, value in person.values.items():
            student = indexes[name].get(folded(value)) if value.strip() else None
            if student is not None:
                votes[student.id] = student
        if len(votes) > 1:
            students = ", ".join(map(one_line, votes))
            problems.append(Message("export.doubtful", {"row": one_line(person.shown), "students": students}))
            continue
        (student,) = votes.values() or (None,)
        if student is not None:
            found[person.row] = student
            continue
        spelt = {name for text in person.names for name in spellings(text)}
        candidates = {by_name[n].id: by_name[n] for n in spelt if n in by_name and written[n] == 1}
        if len(candidates) == 1:
            named[person.row] = next(iter(candidates.values()))
        else:
            unknown.append(person)
    taken = {student.id for student in found.values()}
    for person in people:
        student = named.get(person.row)
        if student is not None and student.id in taken:
            unknown.append(person)  # the number says that somebody else is this student
        elif student is not None:
            found[person.row] = student
    twice = {student for student, count in Counter(s.id for s in found.values()).items() if count > 1}
    problems += [Message("export.twice", {"student": one_line(student)}) for student in sorted(twice)]
    certain = {row: student for row, student in found.items() if student.id not in twice}
    return Matching(certain, tuple(sorted(unknown, key=lambda p: p.row)), tuple(problems))


def plain_key(name: str) -> str:
    """A column's name as columns are compared: no case, no space, no punctuation."""
    return re.sub(r"[\W_]+", "", folded(name))


def spellings(name: str) -> frozenset[str]:
    """The ways in which a name may be written: `Kim, Minsu` is `Minsu Kim`, `김, 민수` is `김민수`."""
    last, comma, first = folded(name).partition(",")
    if not comma:
        words = folded(name).split()
        return frozenset({" ".join(words)} - {""})
    last, first = " ".join(last.split()), " ".join(first.split())
    return frozenset({f"{first} {last}".strip(), f"{last} {first}".strip(), f"{last}{first}"} - {""})


def of_roster(student: Student, keys: Iterable[str]) -> str:
    """The student's first value among columns of the roster, or nothing."""
    wanted = {plain_key(key) for key in keys}
    return next((value for key, value in student.keys.items() if plain_key(key) in wanted and value.strip()), "")


def _index(column: Column, roster: Roster, columns: Sequence[Column]) -> dict[str, Student]:
    own = {plain_key(column.name), *map(plain_key, column.keys)}
    known = {plain_key(key) for student in roster.students for key in student.keys}
    if known & own:
        return _unique((folded(v), s) for s in roster.students for k, v in s.keys.items() if plain_key(k) in own)
    if column.internal and known:
        return {}
    others = {plain_key(k) for c in columns if c is not column for k in (c.name, *c.keys)}
    pairs = [(folded(student.id), student) for student in roster.students]
    pairs += [(folded(v), s) for s in roster.students for k, v in s.keys.items() if plain_key(k) not in others]
    return _unique(pairs)


def _unique(pairs: Iterable[tuple[str, Student]]) -> dict[str, Student]:
    """Text → student, without texts that several students share."""
    students: dict[str, dict[str, Student]] = defaultdict(dict)
    for text, student in pairs:
        if text:
            students[text][student.id] = student
    return {text: next(iter(found.values())) for text, found in students.items() if len(found) == 1}

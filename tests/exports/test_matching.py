"""Whose row is whose: in doubt nobody's."""

from __future__ import annotations

import pytest

from grader.course.roster import Roster, Student
from grader.exports.matching import Column, Person, match, spellings
from tests.exports.books import keys

COLUMNS = (
    Column("ID", ("canvas_id",), internal=True),
    Column("SIS User ID", ("number", "학번")),
    Column("Login", ("email",)),
)


def person(row: int, name: str = "", **values: str) -> Person:
    """A row; `id`, `sis` and `login` are its columns."""
    names = {"id": "ID", "sis": "SIS User ID", "login": "Login"}
    return Person(row, name or str(row), {names[k]: v for k, v in values.items()}, (name,) if name else ())


def matched(people: list[Person], *students: Student) -> dict[int, str]:
    """Row → student id."""
    return {row: s.id for row, s in match(people, Roster(students), COLUMNS).students.items()}


def test_internal_number_is_no_student_number() -> None:
    """The LMS's own number 1002 is not the student whose own number is 1002."""
    roster = (Student("s001", "A", {"number": "1001"}), Student("s002", "B", {"number": "1002"}))
    assert matched([person(1, id="1002", sis="1001")], *roster) == {1: "s001"}


def test_internal_number_needs_a_column_of_its_own() -> None:
    """Where the roster has columns, but none of the LMS's own numbers, such a number is nobody's badge or id."""
    roster = (Student("1001", "A", {"badge": "1002"}), Student("s002", "B", {"email": "b@x"}))
    assert matched([person(1, id="1002"), person(2, id="1001")], *roster) == {}


def test_contradiction_is_told_and_matches_nobody() -> None:
    """Two numbers of different students on one row: nothing is filled in."""
    roster = Roster(
        (Student("s001", "", {"number": "1", "email": "a@x"}), Student("s002", "", {"number": "2", "email": "b@x"}))
    )
    found = match([person(1, sis="1", login="b@x")], roster, COLUMNS)
    assert found.students == {}
    assert keys(found.problems).keys() == {"export.doubtful"}


def test_two_rows_of_one_student() -> None:
    """A student with two rows gets neither, and is told."""
    roster = Roster((Student("s001", "", {"number": "1"}),))
    found = match([person(1, sis="1"), person(2, sis="1")], roster, COLUMNS)
    assert found.students == {}
    assert keys(found.problems) == {"export.twice": ["s001"]}


def test_a_number_beats_a_name() -> None:
    """Who has the student's number is the student; a namesake without one is nobody we know."""
    roster = Roster((Student("s001", "Kim Minsu", {"number": "1"}),))
    found = match([person(1, "Kim Minsu"), person(2, "Other", sis="1")], roster, COLUMNS)
    assert {row: s.id for row, s in found.students.items()} == {2: "s001"}
    assert [p.row for p in found.unknown] == [1]


def test_namesakes_are_not_guessed() -> None:
    """A name that occurs twice on either side decides nothing."""
    assert matched([person(1, "Kim")], Student("a", "Kim"), Student("b", "Kim")) == {}
    found = match([person(1, "Kim"), person(2, "Kim")], Roster((Student("a", "Kim"),)), COLUMNS)
    assert (found.students, [p.row for p in found.unknown], found.problems) == ({}, [1, 2], ())


@pytest.mark.parametrize("written", ["Kim, Minsu", "minsu kim", "Minsu  KIM", "Ｋim, Minsu"])
def test_spellings_of_a_name(written: str) -> None:
    """Sortable or not, any case, full-width letters: the same name."""
    assert matched([person(1, written)], Student("s001", "Minsu Kim")) == {1: "s001"}


def test_korean_names() -> None:
    """`김, 민수`, decomposed or not, is `김민수`."""
    assert matched([person(1, "김, 민수")], Student("s001", "김민수")) == {1: "s001"}
    assert spellings("\u1100\u1175\u11b7") == {"김"}


def test_without_a_roster_ids_are_all_there_is() -> None:
    """Students known by what they handed in as are found in any column, the LMS's own numbers included."""
    assert matched([person(1, id="9001")], Student("9001")) == {1: "9001"}
    assert matched([person(1, login="s001")], Student("s001")) == {1: "s001"}


def test_shared_values_identify_nobody() -> None:
    """A value that several students have (a section, a team) matches none of them."""
    roster = (Student("a", "", {"team": "T1"}), Student("b", "", {"team": "T1"}))
    assert matched([person(1, login="T1")], *roster) == {}

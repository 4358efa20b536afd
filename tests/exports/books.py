"""Grades to export: a class of seven with everything that happens."""

from __future__ import annotations

from dataclasses import replace

from grader.course.roster import Roster, Student
from grader.exports import Book
from grader.grades import Grade, Step, StepKind, TaskGrade
from grader.model import Message, Outcome

TITLES = {"en": "Week 4: RNN, LSTM", "ko": "4주차: RNN"}
EVIL = "<script>alert(1)</script>"
FORMULA = "=cmd|' /C calc'!A0"


def task(name: str, earned: float, possible: float, **fields: object) -> TaskGrade:
    """A task whose points the checks gave."""
    entry = TaskGrade(name, {"en": f"The {name}", "ko": f"{name} 과제"}, "review", earned, possible, Outcome.FAILED)
    return replace(entry, **fields)


def grade(student: str, earned: float, possible: float = 20.0, *, name: str = "", **fields: object) -> Grade:
    """A grade of two tasks; the first one has what the second's five points leave."""
    rest = min(earned, 5.0)
    tasks = (task("rnn", earned - rest, possible - 5), task("lstm", rest, 5.0))
    return replace(Grade(student, "week04_rnn", tasks, earned, possible, name or student), **fields)


LATE = Step(StepKind.LATE, Message("label.tasks"), -1.5, 3.5)
ROSTER = Roster(
    (
        Student("s001", "Kim, Minsu", {"canvas_id": "9001", "login": "minsu", "email": "minsu@x.org", "moodle": "101"}),
        Student("s002", "이서연", {"canvas_id": "9002", "login": "seoyeon", "email": "seoyeon@x.org", "moodle": "102"}),
        Student("s003", EVIL, {"canvas_id": "9003", "login": "evil", "email": "evil@x.org", "moodle": "103"}),
        Student("s004", FORMULA, {"canvas_id": "9004", "login": "formula", "email": "formula@x.org", "moodle": "104"}),
        Student("s005", "Park Jiho", {"canvas_id": "9005", "login": "jiho", "email": "jiho@x.org", "moodle": "105"}),
        Student("s006", "Bonus Bee", {"canvas_id": "9006", "login": "bee", "email": "bee@x.org", "moodle": "106"}),
    )
)
GRADES = (
    grade("s001", 18.0, name="Kim, Minsu"),
    grade("s002", 12.5, name="이서연", comments=("좋은 풀이 <b>입니다</b>\n끝까지 보세요.",)),
    grade("s003", 0.0, name=EVIL, handed_in=False),
    grade("s004", 7.25, name=FORMULA),
    grade("s005", 20.0, name="Park Jiho", excused=True),
    grade("s006", 21.0, name="Bonus Bee"),
)


def book(*grades: Grade, roster: Roster = ROSTER, **fields: object) -> Book:
    """The grades as a book; the whole class by default."""
    return replace(Book("week04_rnn", TITLES, grades or GRADES, roster), **fields)


def keys(problems: tuple[Message, ...]) -> dict[str, list[str]]:
    """Key → whom it is about."""
    found: dict[str, list[str]] = {}
    for problem in problems:
        found.setdefault(problem.key, []).append(" ".join(map(str, problem.params.values())))
    return found


def only_changed(before: bytes, after: bytes, cells: set[tuple[int, int]], delimiter: bytes = b",") -> None:
    """Fails unless the files are the same byte for byte, cell by cell, but for these (row, column)."""
    newline = b"\r\n" if b"\r\n" in before else b"\n"
    old, new = before.split(newline), after.split(newline)
    assert len(old) == len(new)
    for number, (one, other) in enumerate(zip(old, new, strict=True)):
        a, b = one.split(delimiter), other.split(delimiter)
        assert len(a) == len(b), (one, other)
        assert {(number, i) for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y} <= cells

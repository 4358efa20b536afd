"""The grades of a class, from a store: who counts, which run counts, what people and dates change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from grader.course import Course
from grader.errors import UsageError
from grader.gradebook import PUBLISHED, REGRADED, Gradebook, grades
from grader.grades import Grade
from grader.model import Verdict
from grader.store import Comment, Event, Override, Scope, Store, open_store
from tests.grades.school import COURSE, WEEK, came, course_at, grade
from tests.grades.things import PREVIEW, REVIEW, ordinary, result, verdict_of


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course of three students."""
    return course_at(tmp_path)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    with open_store(str(tmp_path / "store.sqlite3")) as made:
        yield made


def by(student: str, review: float = 8.0) -> Verdict:
    """An ordinary verdict of somebody."""
    return replace(ordinary(review), student=student)


def points(found: list[Grade]) -> dict[str, float]:
    """Student → points."""
    return {grade.student: grade.earned for grade in found}


def test_everybody_on_the_roster_has_a_grade(store: Store, course: Course) -> None:
    """In the roster's order, absent ones with nothing; guests come last; a name is matched to its id."""
    grade(store, [by("이둘"), by("guest", 2.0), by("s001", 10.0)])
    found = grades(store, course, 4)
    assert points(found) == {"s001": 13.0, "s002": 11.0, "s003": 0.0, "guest": 5.0}
    assert list(points(found)) == ["s001", "s002", "s003", "guest"]
    assert [g.handed_in for g in found] == [True, True, False, True]
    assert [g.name for g in found] == ["김하나", "이둘", "박셋", "guest"]
    assert {g.possible for g in found[:2]} == {14.0}


def test_an_empty_store_still_lists_the_class(store: Store, course: Course) -> None:
    """Before anything is graded everybody has nothing of all points."""
    assert {(g.earned, g.handed_in) for g in grades(store, course, WEEK)} == {(0.0, False)}


def test_every_member_of_a_team_has_a_grade(store: Store, course: Course) -> None:
    """One hand-in, two grades; an override is for one of them."""
    grade(store, [replace(ordinary(), members=("s001", "s002"))])
    store.add_override(Override(WEEK, "s002", Scope.TASK, PREVIEW, 4.0, "did the extra part", "ta"))
    found = grades(store, course, WEEK)
    assert points(found) == {"s001": 11.0, "s002": 12.0, "s003": 0.0}
    assert found[1].members == ("s001", "s002")


def test_the_newest_run_counts_for_each_student(store: Store, course: Course) -> None:
    """A later run of one student leaves the others as they were."""
    grade(store, [by("s001"), by("s002")])
    grade(store, [by("s002", 1.0)])
    assert points(grades(store, course, WEEK))["s001"] == 11.0
    assert points(grades(store, course, WEEK))["s002"] == 4.0


def test_a_run_of_some_tasks_replaces_those(store: Store, course: Course) -> None:
    """The other tasks stay as the whole run had them; a whole run after it replaces all."""
    grade(store, [came(ordinary(), "2023-02-01T17:00:00")])
    again = verdict_of(result(REVIEW, "values", 6, 6.0), result(REVIEW, "grad", 4, 4.0))
    grade(store, [came(again, "2023-02-02T20:00:00")], only=[REVIEW])
    (first, *_) = grades(store, course, WEEK)
    assert [(t.task, t.earned) for t in first.tasks[:2]] == [(PREVIEW, 3.0), (REVIEW, 9.0)]
    assert first.tasks[0].submitted == "2023-02-01T17:00:00+09:00"
    grade(store, [ordinary(6.0)])
    assert points(grades(store, course, WEEK))["s001"] == 9.0


def test_runs_without_training_count_where_there_is_nothing_better(store: Store, course: Course) -> None:
    """A quick run does not replace a whole one, but is better than nothing."""
    grade(store, [ordinary(2.0)], training=False)
    assert points(grades(store, course, WEEK))["s001"] == 5.0
    grade(store, [ordinary()])
    grade(store, [ordinary(4.0)], training=False)
    assert points(grades(store, course, WEEK))["s001"] == 11.0


def test_only_some_tasks_ever_graded(store: Store, course: Course) -> None:
    """Absent students are measured by the same tasks."""
    grade(store, [verdict_of(result(REVIEW, "values", 6, 6.0), result(REVIEW, "grad", 4, 0.0))], only=[REVIEW])
    found = grades(store, course, WEEK)
    assert [t.task for t in found[0].tasks] == [t.task for t in found[2].tasks] == [REVIEW, "report"]
    assert found[2].tasks[0].possible == 10.0


def test_a_regraded_run_counts_once_it_is_published(store: Store, course: Course) -> None:
    """Until then it can be looked at."""
    grade(store, [ordinary()])
    run = grade(store, [ordinary(10.0)])
    store.add_event(Event(REGRADED, WEEK, run=run))
    assert points(grades(store, course, WEEK))["s001"] == 11.0
    assert points(grades(store, course, WEEK, also=[run]))["s001"] == 13.0
    assert Gradebook(store, course, WEEK).held() == {run}
    store.add_event(Event(PUBLISHED, WEEK, run=run))
    assert points(grades(store, course, WEEK))["s001"] == 13.0


def test_the_best_attempt_is_by_its_grade(store: Store, course: Course) -> None:
    """Of two attempts in one run the punctual one wins over the better one that came ten days late."""
    first = came(replace(ordinary(6.0), attempt=1), "2023-02-01T17:00:00")
    second = came(replace(ordinary(10.0), attempt=2), "2023-02-12T17:00:00")
    grade(store, [first, second])
    assert points(grades(store, course, WEEK))["s001"] == 9.0


def test_files_of_different_times_are_late_by_task(store: Store, course: Course) -> None:
    """The preview a second past its grace, the review on time; where all files came at once, that time counts."""
    grade(store, [came(ordinary(), "2023-02-01T18:10:01", "2023-02-02T19:00:00")])
    first = grades(store, course, WEEK)[0]
    assert [(t.task, t.earned) for t in first.tasks[:2]] == [(PREVIEW, 2.7), (REVIEW, 8.0)]
    grade(store, [came(ordinary(), "2023-02-02T19:00:00")])
    assert [t.earned for t in grades(store, course, WEEK)[0].tasks[:2]] == [2.4, 8.0]


def test_exceptions_and_people(tmp_path: Path, store: Store) -> None:
    """An extension by name, an excuse, an override, comments: all arrive."""
    rows = "student,assignment,slot,extra,excused\n김하나,4,preview,+2d,\ns003,,,,yes\n"
    course = course_at(tmp_path, rows)
    grade(store, [came(ordinary(), "2023-02-03T18:00:00", "2023-02-02T18:00:00")])
    store.add_override(Override(WEEK, "s001", Scope.CHECK, f"test_{REVIEW}.py::grad", 4.0, "right after all", "ta"))
    store.add_override(Override(WEEK, "s001", Scope.WHOLE, "", 1.0, "mistake", "ta"))
    store.add_override(Override(WEEK, "s001", Scope.WHOLE, "", None, "", "ta"))
    store.add_comment(Comment(WEEK, "s001", "well done", "ta"))
    store.add_comment(Comment(WEEK, "s001", "why transpose?", "ta", REVIEW))
    found = grades(store, course, WEEK)
    assert (found[0].earned, found[0].comments) == (13.0, ("well done", f"{REVIEW}: why transpose?"))
    assert found[2].excused


def test_without_a_roster_the_hand_ins_are_the_class(tmp_path: Path, store: Store) -> None:
    """Exceptions may then name anybody: who is absent this week is not unknown."""
    text = COURSE.replace('roster = "roster.csv"\n', "")
    course = course_at(tmp_path, "student,excused\nsomebody,yes\n", text)
    grade(store, [by("s002"), by("s001")])
    assert list(points(grades(store, course, WEEK))) == ["s001", "s002"]


def test_a_wrong_exceptions_file_is_one_line(tmp_path: Path, store: Store) -> None:
    """Unknown students and assignments, and a missing file, say what to do."""
    course = course_at(tmp_path, "student,assignment,excused\ns0001,,yes\n")
    with pytest.raises(UsageError, match=r"exceptions.csv: row 2: no student 's0001' .*did you mean 's001'\?"):
        grades(store, course, WEEK)
    (tmp_path / "exceptions.csv").write_text("student,assignment,excused\ns001,week09,yes\n")
    with pytest.raises(UsageError, match=r"row 2: no assignment 'week09'"):
        grades(store, course, WEEK)
    (tmp_path / "exceptions.csv").unlink()
    with pytest.raises(UsageError, match=r"create it, or correct \[paths\] exceptions"):
        grades(store, course, WEEK)


def test_students_are_found_by_what_people_call_them(store: Store, course: Course) -> None:
    """By id, name or e-mail on the roster, else by the hand-in's name; a mistake is told with a guess."""
    grade(store, [by("guest")])
    book = Gradebook(store, course, WEEK)
    assert [book.named(text).id for text in ("S001", "이둘", "three@x.kr", "guest")] == [
        "s001",
        "s002",
        "s003",
        "guest",
    ]
    with pytest.raises(UsageError, match=r"no student 's004' .*did you mean 's00\d'\?"):
        book.named("s004")

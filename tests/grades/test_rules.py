"""What course.toml and assignment.toml say about dates and points; every fault names key, problem and remedy."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from grader.course import load_course
from grader.course.moments import DueRule, Span
from grader.errors import SpecError
from grader.spec import load_assignment
from tests.grades.things import SPEC

HEAD = 'id = "c"\nterm = "t"\ntimezone = "Asia/Seoul"\ntitle = { en = "C", ko = "강" }\n'


def fault(root: Path, course: str = "", spec: str = SPEC) -> str:
    """What is wrong with the files, after their name."""
    (root / "course.toml").write_text(HEAD + course, "utf-8")
    folder = root / "week04_rnn"
    folder.mkdir()
    (folder / "assignment.toml").write_text(spec, "utf-8")
    with pytest.raises(SpecError) as caught:  # noqa: PT012 - whichever of the two is wrong
        load_course(root)
        load_assignment(folder)
    assert "\n" not in str(caught.value)
    return str(caught.value).split(".toml: ", 1)[1]


def test_everything_is_read(tmp_path: Path) -> None:
    """Starts as text or as TOML's own times, rules, policies, the number to drop."""
    (tmp_path / "course.toml").write_text(
        HEAD
        + '[paths]\nexceptions = "exceptions.csv"\n[schedule]\nstart = 19:00:00\n'
        + '[slots.preview]\ndue = "Wednesday 18:00"\n'
        + '[slots.review]\ndue = "next session -2h"\nlate = { percent = 20 }\n'
        + '[late]\ngrace = "10m"\nno_credit_after = "7d"\nsteps = [{ after = "0s", percent = 10 }]\n'
        + '[term_total]\ndrop_lowest = 2\n[[sessions]]\nweek = 4\ndate = 2023-02-02\nstart = "18:30"\n',
        "utf-8",
    )
    course = load_course(tmp_path)
    assert (course.schedule.start, course.sessions[0].start) == (time(19), time(18, 30))
    assert course.slots["preview"].due == DueRule(weekday=2, clock=time(18))
    assert course.slots["review"].due == DueRule(following=True, offset=Span(0, -7200))
    assert course.slots["review"].late is not None and course.slots["review"].late.percent == 20
    assert (course.late.grace, course.late.no_credit_after) == (Span(0, 600), Span(7))
    assert (course.late.steps[0].percent, course.term_total.drop_lowest) == (10, 2)
    assert course.paths.exceptions == "exceptions.csv"


@pytest.mark.parametrize(
    "text,says",
    [
        ('[slots.recap]\ndue = "session"', 'slots.recap: is "recap" (it must be "preview" or "review")'),
        ('[slots.preview]\ndue = "soon"', 'slots.preview.due: is no due date (write "Wednesday 18:00", "session"'),
        ("[slots.preview]\n", "slots.preview.due: is missing"),
        ('[schedule]\nstart = "7pm"', 'schedule.start: is no time of day (write "19:00")'),
        ('[late]\ngrace = "10"', 'late.grace: is no length of time (write "10m"'),
        ("[late]\ngrace = 10", "late.grace: is no length of time"),
        ("[late]\npercent = 110", "late.percent: is 110"),
        ("[late]\nperzent = 1", "late.perzent: is unknown (did you mean percent?)"),
        ("[term_total]\ndrop_lowest = -1", "term_total.drop_lowest: is -1"),
        ('[[sessions]]\nweek = 1\ndate = 2023-01-01\nstart = "25:00"', "sessions[0].start: is no time of day"),
        ('[paths]\nexceptions = "../x.csv"', "paths.exceptions: is not"),
        ('[slots.preview]\ndue = "session"\nlate = { cap = "x" }', 'slots.preview.late.cap: is "x"'),
    ],
)
def test_faults_of_the_course(tmp_path: Path, text: str, says: str) -> None:
    """One line each."""
    assert fault(tmp_path, text).startswith(says)


@pytest.mark.parametrize(
    "old,new,says",
    [
        ("week = 4", "week = 4\ndue = { recap = 2023-02-01T18:00:00 }", 'due.recap: is "recap"'),
        (
            "week = 4",
            "week = 4\ndue = { preview = 2023-02-01 }",
            "due.preview: is 2023-02-01 (it must be a date and time",
        ),
        ('id = "report"', 'id = "lstm_cell"', "rubric.lstm_cell.id: is the id of a task or another item"),
        ('id = "report"', 'id = "adjustment"', "id: adjustment means the whole assignment's points"),
        ("points = 5", "points = 0", "rubric.report.points: is 0"),
    ],
)
def test_faults_of_the_assignment(tmp_path: Path, old: str, new: str, says: str) -> None:
    """One line each, in `[due]` and `[[rubric]]` as well."""
    assert fault(tmp_path, spec=SPEC.replace(old, new)).startswith(says)

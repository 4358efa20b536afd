"""`override`, `comment`, `explain`, `runs`, `diff`: what people decide, and how a grade came about."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.cli import main
from grader.model import Message, Verdict
from grader.store import Event, Store, open_store
from tests.grades.school import WEEK, came, course_at, grade
from tests.grades.things import PREVIEW, REVIEW, ordinary, result, verdict_of

HOSTILE = "\x1b[31m=cmd()\u202e<script>"
Grader = Callable[..., Result]


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """A course with a store: s001 came late, a stranger has an odd name, s003 handed in nothing."""
    course_at(tmp_path)
    with open_store(str(tmp_path / "store.sqlite3")) as store:
        first = came(ordinary(), "2023-02-01T19:00:00", "2023-02-02T18:00:00")
        fails = verdict_of(result(PREVIEW, "values", 4, 4.0), result(REVIEW, "values", 6, 0.0), student="s002")
        told = replace(fails.results[1], diagnosis=Message("mistake.transposed", {}))
        told = replace(told, check=replace(told.check, hidden=True), message=Message("assertion", {"text": "secret"}))
        second = replace(fails, results=(fails.results[0], told))
        grade(store, [first, second, replace(ordinary(), student=HOSTILE)])
    return tmp_path


@pytest.fixture
def grader(room: Path) -> Grader:
    """`grader ARGUMENTS`, in the course, as somebody."""

    def run(*arguments: str) -> Result:
        options = ["--course", str(room), "--store", str(room / "store.sqlite3")]
        return CliRunner().invoke(main, [*arguments, *options], env={"GRADER_AUTHOR": "ta"})

    return run


def kept(room: Path) -> Store:
    """The course's store."""
    return open_store(str(room / "store.sqlite3"))


def total(grader: Grader, student: str) -> float:
    """The points that `explain` tells."""
    found = grader("explain", student, "4", "--json")
    assert found.exit_code == 0, found.output
    return float(json.loads(found.stdout)["earned"])


def test_override_tells_what_it_changed(grader: Grader, room: Path) -> None:
    """The task's and the student's points, before and after lateness; the store has who and why."""
    found = grader("override", "김하나", "4", PREVIEW, "--points", "4", "--reason", "typo in the check")
    assert found.exit_code == 0, found.output
    assert found.stdout == f"s001  {WEEK}: 10.7 -> 11.6 of 14 ({PREVIEW} 2.7 -> 3.6)\n"
    with kept(room) as store:
        (one,) = store.overrides(WEEK)
    assert (one.student, one.target, one.points, one.reason, one.author) == (
        "s001",
        PREVIEW,
        4.0,
        "typo in the check",
        "ta",
    )


@pytest.mark.parametrize(
    "target,points,expected",
    [
        ([PREVIEW], "4", 11.6),
        ([PREVIEW, "--after-late"], "4", 12.0),
        ([f"test_{REVIEW}.py::values"], "1", 5.7),
        (["grad"], "4", 12.7),
        (["report"], "5", 15.7),
        ([], "3.25", 3.25),
    ],
)
def test_everything_can_be_overridden_and_withdrawn(
    grader: Grader, target: list[str], points: str, expected: float
) -> None:
    """A task before or after lateness, a check by its whole or short name, a rubric item, the total; and back."""
    assert grader("override", "s001", "4", *target, "--points", points, "--reason", "r").exit_code == 0
    assert total(grader, "s001") == expected
    assert grader("override", "s001", "4", *target[:1], "--withdraw").exit_code == 0
    assert total(grader, "s001") == 10.7
    again = grader("override", "s001", "4", *target[:1], "--withdraw")
    assert again.exit_code == 2 and "nothing to withdraw" in again.stderr


@pytest.mark.parametrize(
    "arguments,says",
    [
        (("s001", "4", PREVIEW), "either --points N or --withdraw"),
        (("s001", "4", PREVIEW, "--points", "1", "--withdraw"), "either --points N or --withdraw"),
        (("s001", "4", PREVIEW, "--points", "1"), "--reason is empty"),
        (("s001", "4", PREVIEW, "--points", "-1", "--reason", "r"), "from 0 upwards"),
        (("s001", "4", PREVIEW, "--points", "nan", "--reason", "r"), "from 0 upwards"),
        (("s001", "4", PREVIEW, "--points", "40", "--reason", "r"), f"{PREVIEW} has 4 (give --beyond"),
        (("s001", "4", "rnn_cel", "--points", "1", "--reason", "r"), "did you mean rnn_cell?"),
        (("s001", "4", "values", "--points", "1", "--reason", "r"), "fits test_rnn_cell.py::values, test_lstm_cell.py"),
        (("s009", "4", PREVIEW, "--points", "1", "--reason", "r"), "no student 's009'"),
        (("s001", "9", PREVIEW, "--points", "1", "--reason", "r"), "no assignment '9'"),
    ],
)
def test_mistakes_are_one_line(grader: Grader, room: Path, arguments: tuple[str, ...], says: str) -> None:
    """Nothing is kept of a command that was not understood."""
    found = grader("override", *arguments)
    assert found.exit_code == 2
    assert says in found.stderr and len(found.stderr.strip().splitlines()) == 1
    with kept(room) as store:
        assert store.overrides(WEEK) == []


def test_more_points_than_there_are_must_be_meant(grader: Grader) -> None:
    """--beyond allows them."""
    found = grader("override", "s003", "4", PREVIEW, "--points", "6", "--reason", "brilliant", "--beyond", "--json")
    assert json.loads(found.stdout)["after"] == {"earned": 6.0, "possible": 19.0}


def test_comments_are_kept_and_explained(grader: Grader) -> None:
    """For the whole work or a task, in order; a task that there is not is a mistake."""
    assert grader("comment", "s002", "4", "well done").exit_code == 0
    found = grader("comment", "two@x.kr", "4", REVIEW, "why transpose?", "--json")
    assert [(c["task"], c["text"], c["author"]) for c in json.loads(found.stdout)] == [
        ("", "well done", "ta"),
        (REVIEW, "why transpose?", "ta"),
    ]
    said = grader("explain", "s002", "4", "--lang", "en").stdout
    assert said.index("well done") < said.index(f"{REVIEW}: why transpose?")
    assert "did you mean lstm_cell?" in grader("comment", "s002", "4", "lstm_cel", "x").stderr
    assert grader("comment", "s002", "4", " ").exit_code == 2
    assert grader("comment", "s002", "4", "a", "b", "c").exit_code == 2


def test_explain_tells_every_step(grader: Grader) -> None:
    """Checks, a person's word, lateness, in this order, with what stood after each; dates; in both languages."""
    grader("override", "s001", "4", PREVIEW, "--points", "4", "--reason", "typo in the check")
    english = grader("explain", "s001", "4", "--lang", "en").stdout
    steps = [
        "+3 The checks gave 3 of 4 points.",
        "+1 4 in place of 3 points, by ta: typo in the check",
        "-0.4 Handed in",
    ]
    places = [english.index(step) for step in steps]
    assert places == sorted(places)
    assert "Handed in 2023-02-01 19:00:00. Due 2023-02-01 18:00:00." in english
    assert "s001 김하나" in english and "11.6 / 14" in english and "not scored yet" in english
    korean = grader("explain", "s001", "4", "--lang", "ko").stdout
    assert "자동 검사에서 4점 중 3점을 받았습니다." in korean and "1시간 늦어" in korean and "예습과제" in korean


def test_explain_hides_what_students_may_not_read(grader: Grader) -> None:
    """A hidden check tells its kind; --all tells staff everything, the diagnosis too."""
    said = grader("explain", "s002", "4", "--lang", "en").stdout
    assert "secret" not in said and "(hidden)" in said
    told = grader("explain", "s002", "4", "--lang", "en", "--all", "--json")
    check = json.loads(told.stdout)["tasks"][1]["checks"][0]
    assert "secret" in check["message"] and check["diagnosis"]


def test_explain_who_handed_in_nothing(grader: Grader) -> None:
    """Every task says so."""
    said = json.loads(grader("explain", "s003", "4", "--json", "--lang", "en").stdout)
    assert (said["handed_in"], said["earned"], said["possible"]) == (False, 0.0, 19.0)
    assert {step["text"] for task in said["tasks"] for step in task["steps"]} == {"Nothing was handed in."}


def test_an_odd_name_steers_no_terminal(grader: Grader) -> None:
    """Escape sequences and bidi marks of a hand-in's name are never printed raw, also not in errors."""
    outputs = [
        grader("explain", HOSTILE, "4"),
        grader("override", HOSTILE, "4", PREVIEW, "--points", "1", "--reason", "\x1b[31m"),
        grader("comment", HOSTILE, "4", "x"),
        grader("explain", "=cmd()<script>", "4"),
        grader("diff", "1", "1"),
    ]
    assert [found.exit_code for found in outputs] == [0, 0, 0, 2, 0]
    for found in outputs:
        assert "\x1b" not in found.output and "\u202e" not in found.output


def test_runs_and_their_difference(grader: Grader, room: Path) -> None:
    """Which checks ended otherwise, and for whom; 1 where any did; who is in one run only is told."""
    with kept(room) as store:
        run = grade(store, [replace(ordinary(10.0), student="s001"), _second()], only=[REVIEW])
        store.add_event(Event("regraded", WEEK, run=run))
    listed = json.loads(grader("runs", "4", "--json").stdout)
    assert [(r["run"], r["graded"], r["only"], r["held_back"]) for r in listed] == [
        (1, 3, [], False),
        (2, 2, [REVIEW], True),
    ]
    assert "held back" in grader("runs", "4").stdout
    found = grader("diff", "1", "2", "--lang", "en")
    assert found.exit_code == 1
    assert "s001  11 -> 13" in found.stdout
    said = " ".join(found.stdout.split())
    assert "about grad [test_lstm_cell.py::grad] 2 -> 4 failed -> passed" in said
    counts = "3 of 3 students: 1 more points, 0 fewer, 1 the same points by other checks, 1 only on one side."
    assert counts in said
    plain = json.loads(grader("diff", "1", "2", "--json").stdout)
    assert {change["student"]: (change["before"], change["after"]) for change in plain} == {
        "s001": (11.0, 13.0),
        "s002": (4.0, 4.0),
        HOSTILE: (11.0, None),
    }
    same = grader("diff", "2", "2", "--lang", "en")
    assert (same.exit_code, same.stdout.strip()) == (0, "Nothing has changed.")
    assert "holds no run 9" in grader("diff", "1", "9").stderr


def _second() -> Verdict:
    return verdict_of(result(PREVIEW, "values", 4, 0.0), result(REVIEW, "values", 6, 4.0), student="s002")


def test_an_empty_store_has_no_runs(tmp_path: Path) -> None:
    """It says what to do, and a mistyped week makes no store."""
    course_at(tmp_path)
    options = ["--course", str(tmp_path), "--store", str(tmp_path / "s.sqlite3")]
    assert CliRunner().invoke(main, ["runs", "9", *options]).exit_code == 2
    assert not (tmp_path / "s.sqlite3").exists()
    assert "nothing was graded yet (grader grade" in CliRunner().invoke(main, ["runs", "4", *options]).stdout

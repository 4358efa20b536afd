"""Late, missing, excused and unscored hand-ins, from the grades."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from grader.grades import Grade, Step, StepKind, TaskGrade
from grader.model import Message, Outcome, Run, Verdict
from grader.reports.class_report.standing import grades_of, late_students, standing
from grader.reports.html import student_page, write_pages

TITLES = {"en": "RNN", "ko": "RNN"}


def grade(student: str, *tasks: TaskGrade, **fields: object) -> Grade:
    """A grade of 2 points."""
    return Grade(student, "week04_rnn", tasks or (task(),), 2, 2, **fields)


def task(**fields: object) -> TaskGrade:
    """A task with full marks."""
    return replace(TaskGrade("rnn", TITLES, "review", 2, 2, Outcome.PASSED), **fields)


def test_everybody_is_where_they_belong() -> None:
    """Each part names its students once; who handed in nothing is not late, who is excused is not missing."""
    late = task(late_seconds=90_000, steps=(Step(StepKind.LATE, Message("grade.late"), -0.5, 1.5),))
    found = standing(
        [
            grade("s001"),
            grade("s002", task(late_seconds=60), late),
            grade("s003", late, handed_in=False),
            grade("s004", late, handed_in=False, excused=True),
            grade("s005", task(steps=(Step(StepKind.OVERRIDE, Message("grade.override"), 1, 2),))),
            grade("s006", task(task="style", outcome=None, pending=True)),
            grade("s007", task(late_seconds=5, excused=True)),
        ]
    )
    assert [g.student for g in found.missing] == ["s003"]
    assert [g.student for g in found.excused] == ["s004", "s007"]
    assert [(entry.grade.student, entry.seconds, entry.cost) for entry in found.late] == [("s002", 90_000, 0.5)]
    assert [g.student for g in found.overridden] == ["s005"]
    assert [(name, count) for _, name, count in found.pending] == [("style", 1)]


def test_a_team_is_late_together() -> None:
    """Every member of a late team is."""
    assert late_students([grade("s001", task(late_seconds=1), members=("s001", "s002")), grade("s003")]) == {
        "s001",
        "s002",
    }


def test_grades_are_found_for_hand_ins(one: Callable[..., Verdict], run_of: Callable[..., Run]) -> None:
    """By student, or by a member of the team."""
    run = run_of(one(student="s001"), replace(one(student="team"), members=("s002", "s003")), one(student="s004"))
    graded = [grade("s003"), grade("s001")]
    assert grades_of(run, graded) == {0: graded[1], 1: graded[0]}


def test_the_page_shows_them(one: Callable[..., Verdict], run_of: Callable[..., Run], tmp_path: Path) -> None:
    """Published points, names of who handed in nothing, how late and at what cost."""
    late = task(earned=1.5, late_seconds=93_600, steps=(Step(StepKind.LATE, Message("grade.late"), -0.5, 1.5),))
    grades = [
        replace(grade("s001", late, name="Kim <b>Haneul</b>"), earned=1.5),
        grade("s002", handed_in=False, name="Lee"),
        grade("s001b", task(task="style", outcome=None, pending=True, titles={"en": "Style", "ko": "문체"})),
    ]
    run = run_of(one(student="s001", outcome=Outcome.PASSED, earned=2), one(student="s001b", earned=0))
    page = write_pages(run, tmp_path, "en", grades=grades).index.read_text("utf-8")
    assert "<b>1.5</b> / 2" in page
    assert "Lee (s002)" in page
    assert "Kim &lt;b&gt;Haneul&lt;/b&gt; (s001)</a></th><td>1 d 2 h</td><td>−0.5</td>" in page
    assert "Style" in page and "Nothing handed in" in page
    assert "Nothing handed in" not in write_pages(run, tmp_path, "en").index.read_text("utf-8")


def test_a_student_sees_how_the_points_came_about(one: Callable[..., Verdict], run_of: Callable[..., Run]) -> None:
    """The published total, the steps of a task that is more than its checks, and comments as text."""
    steps = (
        Step(StepKind.CHECKS, Message("timeout", {"seconds": 1}), 2, 2),
        Step(StepKind.LATE, Message("skipped", {"check": "x"}), -0.5, 1.5),
    )
    plain = task(task="plain", titles={"en": "Plain", "ko": "그대로"}, steps=steps[:1])
    given = replace(
        grade("s001", task(earned=1.5, steps=steps), plain, task(task="style", pending=True, outcome=None)),
        earned=1.5,
        comments=("Well <i>done</i>",),
    )
    verdict = one(outcome=Outcome.PASSED, earned=2)
    page = student_page(verdict, run_of(verdict), "en", given)
    assert "<b>1.5</b><span> / 2</span>" in page
    assert "−0.5" in page
    assert "+2" in page
    assert "not scored yet" in page
    assert "Well &lt;i&gt;done&lt;/i&gt;" in page
    unchanged = student_page(verdict, run_of(verdict), "en", grade("s001", plain))
    assert "−0.5" not in unchanged
    assert "+2" not in unchanged

"""Hostile pushes: the points are those of the honest part, nothing of the commit runs, and what it tried is said."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.ci import Graded, Outcome, Push, Terms, grade_push
from grader.ci.annotations import remarks
from grader.ci.files import ci_json
from grader.ci.github import SUMMARY_BYTES, commands
from grader.ci.summary import summary
from grader.ci.told import other_lines, week_lines
from grader.course import Course, load_course
from grader.judge.process import ForkServer
from grader.model import Outcome as CheckOutcome
from grader.model import Run, Submission
from grader.repository import Objects, objects_of
from grader.scoring import TaskInfo, verdict
from tests.hostile.attacks.pushes import PUSHES
from tests.hostile.court import HERE, Court, essence
from tests.hostile.levels import levels
from tests.hostile.pushed import WEEK, Pushed, Scene, student_work

AT = Callable[[str], Court]
CHECKS = ["values", "describe"]
TASKS = (
    TaskInfo("double", {"en": "Values", "ko": "값"}, 2.0),
    TaskInfo("describe", {"en": "Plain", "ko": "일반"}, 2.0),
)
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
LEVELS = [pytest.param(name, marks=[pytest.mark.slow] if name == "process" else []) for name in levels()]


def push_graded(scene: Scene, commit: str, at: Court, monkeypatch: pytest.MonkeyPatch) -> Outcome:
    """The push, read as ever, and judged by the court."""

    def judge(course: Course, week: str, handed: Submission, terms: Terms, server: ForkServer | None) -> Run:
        results = list(at.judge(handed, checks=CHECKS).values())
        done = verdict(handed, results, TASKS, 1.0, "namespaces")
        return Run(
            week, {"en": "Walls", "ko": "벽"}, "0" * 64, "namespaces", (), "2023-02-03T14:03:00+09:00", 1.0, {}, (done,)
        )

    monkeypatch.setattr("grader.ci.push.judge", judge)
    push = Push("s666", "class/s666", "refs/heads/main", "", commit, "2023-02-02T23:59:59+09:00")
    with Objects(objects_of(scene.home)) as objects:
        return grade_push(load_course(HERE / "course"), objects, push, Terms(), None)


def results(outcome: Outcome) -> tuple[Graded, dict[str, CheckOutcome]]:
    """The week, and how each check ended."""
    (graded,) = (g for g in outcome.weeks if g.week == WEEK)
    return graded, {r.check.name.removeprefix("test_"): r.outcome for r in graded.run.verdicts[0].results}


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("row", PUSHES, ids=lambda row: row.name)
def test_push(row: Pushed, level: str, court: AT, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was wrong earns nothing, what was right earns all, as without the attack; which works on who trusts it."""
    at = court(level)
    scene = Scene(student_work(tmp_path / "s666"), tmp_path / "it-ran")
    _, twin = results(push_graded(scene, scene.work.git("rev-parse", "HEAD"), at, monkeypatch))
    assert twin == {"values": CheckOutcome.FAILED, "describe": CheckOutcome.PASSED}
    commit = row.attack(scene)
    before = at.before()
    begin = time.monotonic()
    outcome = push_graded(scene, commit, at, monkeypatch)
    assert time.monotonic() - begin < 60
    assert at.as_before(before)
    assert not scene.marker.exists()
    graded, found = results(outcome)
    assert found["values"] is not CheckOutcome.PASSED
    assert found["describe"] is CheckOutcome.PASSED
    assert {file.kind for file in outcome.edited} >= set(row.flagged)
    assert bool(outcome.edited) or not row.flagged
    assert {note.key for note in graded.run.verdicts[0].notes} >= set(row.told)
    course = load_course(HERE / "course")
    lines = [*week_lines(graded, "ko"), *other_lines(outcome, "ko"), *commands(remarks(course, outcome, "ko"), "ko")]
    assert not [line for line in lines if CONTROL.search(line) or "\n" in line]
    assert not CONTROL.search(summary(outcome, "ko", SUMMARY_BYTES))
    assert ci_json(course, outcome, {}, "ko").isprintable() or "\x1b" not in ci_json(course, outcome, {}, "ko")
    row.control(scene, commit)


def test_the_twin_earns_everything(court: AT, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the one mistake corrected, all checks pass, and nothing is flagged."""
    at = court(levels()[-1])
    scene = Scene(student_work(tmp_path / "s001"), tmp_path / "it-ran")
    commit = scene.work.commit(**{f"{WEEK}/double.py": "def double(x):\n    return 2 * x\n"})
    outcome = push_graded(scene, commit, at, monkeypatch)
    graded, _ = results(outcome)
    (one,) = graded.run.verdicts
    assert (one.earned, one.possible) == (4.0, 4.0)
    assert essence({r.check.name: r for r in one.results})
    assert outcome.edited == ()

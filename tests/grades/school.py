"""A course on the disk with a store, for the tests of the gradebook and of the commands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from grader.course import Course, load_course
from grader.model import Module, Run, Submission, Verdict
from grader.store import Placed, RunId, Store
from tests.grades.things import SPEC

WEEK = "week04_rnn"
COURSE = """
id = "nlp"
term = "t"
timezone = "Asia/Seoul"
language = "en"
title = { en = "NLP", ko = "NLP" }
[paths]
roster = "roster.csv"
exceptions = "exceptions.csv"
[schedule]
start = "19:00"
[slots.preview]
due = "Wednesday 18:00"
[slots.review]
due = "session"
[late]
grace = "10m"
percent = 10
[[sessions]]
week = 4
date = 2023-02-02
"""
ROSTER = "student,name,email\ns001,김하나,one@x.kr\ns002,이둘,two@x.kr\ns003,박셋,three@x.kr\n"


def course_at(root: Path, exceptions: str = "student,until,extra,excused\n", course: str = COURSE) -> Course:
    """A course of three students and one assignment."""
    folder = root / "assignments" / WEEK
    folder.mkdir(parents=True)
    (folder / "assignment.toml").write_text(SPEC, "utf-8")
    (root / "course.toml").write_text(course, "utf-8")
    (root / "roster.csv").write_text(ROSTER, "utf-8")
    (root / "exceptions.csv").write_text(exceptions, "utf-8")
    return load_course(root)


def grade(
    store: Store,
    verdicts: Sequence[Verdict],
    *,
    only: Sequence[str] = (),
    training: bool = True,
    week: str = WEEK,
) -> RunId:
    """A finished run with these verdicts."""
    header = Run(week, {"en": "RNN", "ko": "RNN"}, "5eed", "process", (), "2023-02-03T00:00:00+09:00", 0, {}, ())
    run = store.begin_run(header, "key", only, training=training)
    for position, verdict in enumerate(verdicts):
        modules = (
            Module("p", "preview.py", "", defines={"RNN": False}),
            Module("r", "review.py", "", defines={"lstm_cell": False, "gru_cell": False}),
        )
        given = Submission(
            verdict.student, "", modules, times=verdict.times, members=verdict.members, attempt=verdict.attempt
        )
        store.record(
            run, Placed(position, given, f"{verdict.student} {verdict.attempt}"), f"{week} {verdict.student}", verdict
        )
    store.finish_run(run, 1.0)
    return run


def came(verdict: Verdict, preview: str, review: str | None = None) -> Verdict:
    """The same, with the times of its files."""
    times = {"preview.py": f"{preview}+09:00", "review.py": f"{review or preview}+09:00"}
    return replace(verdict, times=times)

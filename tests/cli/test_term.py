"""`grader term`: every student's total over the assignments that were graded."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from click.testing import CliRunner

from grader.cli import main
from grader.store import open_store
from tests.grades.school import COURSE, course_at, grade
from tests.grades.things import SPEC, ordinary


def run(root: Path, *arguments: str) -> str:
    """What `grader term` prints."""
    options = ["--course", str(root), "--store", str(root / "s.sqlite3")]
    found = CliRunner().invoke(main, ["term", *arguments, *options])
    assert found.exit_code == 0, found.output
    return found.stdout


def test_the_term_adds_up_and_drops(tmp_path: Path) -> None:
    """Two weeks count, the third was not graded; the lowest is dropped, the contest stays, an excuse is apart."""
    weeks = "[[sessions]]\nweek = 5\ndate = 2023-02-09\ncontest = true\n[[sessions]]\nweek = 6\ndate = 2023-02-16\n"
    course_at(
        tmp_path, "student,assignment,excused\ns003,week04_rnn,yes\n", f"{COURSE}{weeks}[term_total]\ndrop_lowest = 1\n"
    )
    for week in (5, 6):
        folder = tmp_path / "assignments" / f"week0{week}_x"
        folder.mkdir()
        text = SPEC.replace("week04_rnn", f"week0{week}_x").replace("week = 4", f"week = {week}")
        (folder / "assignment.toml").write_text(text, "utf-8")
    assert "nothing was graded yet" in run(tmp_path)
    with open_store(str(tmp_path / "s.sqlite3")) as store:
        grade(store, [ordinary(10.0), replace(ordinary(2.0), student="s002")])
        grade(store, [ordinary(2.0), replace(ordinary(10.0), student="s002")], week="week05_x")
    plain = {one["student"]: one for one in json.loads(run(tmp_path, "--json"))}
    assert list(plain) == ["s001", "s002", "s003"]
    assert [(plain[s]["earned"], plain[s]["dropped"]) for s in plain] == [
        (18.0, []),  # without week 4 it would be worse, and the contest stays
        (13.0, ["week04_rnn"]),
        (0.0, []),
    ]
    assert plain["s003"]["excused"] == ["week04_rnn"]
    table = run(tmp_path)
    assert "(5)" in table and "13 / 14" in table and "ex" in table and "week06_x" not in table

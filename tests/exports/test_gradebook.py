"""gradebook.csv of a week and of the term."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from grader.course.roster import Roster, Student
from grader.exports import gradebook
from tests.exports.books import EVIL, FORMULA, GRADES, LATE, ROSTER, grade


def rows(data: bytes) -> list[dict[str, str]]:
    """The file as a spreadsheet reads it."""
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_week() -> None:
    """Ids, names, the roster's columns, points of each task, sums; nothing for the excused."""
    found = {row["student"]: row for row in rows(gradebook([GRADES], ROSTER))}
    assert list(found) == ["s001", "s002", "s003", "s004", "s005", "s006"]
    first = found["s001"]
    assert (first["name"], first["login"], first["rnn"], first["lstm"]) == ("Kim, Minsu", "minsu", "13.0", "5.0")
    assert (first["earned"], first["possible"], first["percent"], first["flags"]) == ("18.0", "20.0", "90.0", "")
    excused = found["s005"]
    assert (excused["rnn"], excused["earned"], excused["percent"], excused["flags"]) == ("", "", "", "excused")
    assert found["s003"]["flags"] == "missing"


def test_names_run_nowhere() -> None:
    """A formula becomes text; markup stays what it is; full-width and hidden beginnings count as formulas."""
    roster = Roster((Student("s1", FORMULA, {"k": "\t=1"}), Student("s2", "＝1+1"), Student("s3", EVIL)))
    found = rows(gradebook([[grade("s1", 1), grade("@s4", 1)]], roster))
    assert [row["name"] for row in found] == ["'" + FORMULA, "'＝1+1", EVIL, "'@s4"]
    assert found[0]["k"] == "'=1"
    assert found[3]["student"] == "'@s4"


def test_the_term() -> None:
    """Several weeks stand side by side under their own names, with the sum and what is missing."""
    first = grade("s001", 10)
    late = replace(first.tasks[0], task="bpe", earned=3.5, steps=(LATE,))
    other = replace(first, assignment="week03_bpe", tasks=(late,), earned=3.5, possible=15)
    (one, two) = rows(gradebook([[other], [first, grade("s002", 5, excused=True)]], Roster()))
    assert (one["week03_bpe:bpe"], one["week03_bpe:earned"], one["week04_rnn:earned"]) == ("3.5", "3.5", "10.0")
    assert (one["earned"], one["possible"], one["percent"]) == ("13.5", "35.0", "38.6")
    assert one["flags"] == "week03_bpe:late:bpe"
    assert (two["week03_bpe:bpe"], two["week04_rnn:earned"], two["percent"]) == ("", "", "")
    assert two["flags"] == "week04_rnn:excused"


def test_pending_and_ungraded() -> None:
    """What is still to be judged is an empty cell with a flag, not a zero."""
    one = grade("s001", 10)
    one = replace(one, tasks=(replace(one.tasks[0], pending=True), one.tasks[1]), ungraded=2)
    (row,) = rows(gradebook([[one]]))
    assert row["rnn"] == ""
    assert row["flags"] == "ungraded:2; pending:rnn"


def test_on_the_roster_without_a_grade() -> None:
    """Everybody on the roster has a row."""
    found = rows(gradebook([GRADES[:1]], ROSTER))
    assert len(found) == 6
    assert found[1]["earned"] == ""

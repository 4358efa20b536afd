"""The tables of docs/grades.md are true."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from grader.course import load_course
from grader.course.moments import due_rule_of, span_of
from grader.grades import exceptions_of, rules_of
from grader.grades.late import penalty
from grader.grades.schedule import due_date
from grader.spec import load_assignment
from tests.grades.things import course_of, policy_of

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "grades.md").read_text("utf-8")


def table(heading: str) -> list[list[str]]:
    """The rows of the table under a heading."""
    part = PAGE.split(f"## {heading}")[1].split("\n## ")[0]
    rows = [line.strip("|").split(" | ") for line in part.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in row] for row in rows if "means" not in row[1] and "after the due" not in row[1]]


@pytest.mark.parametrize("rule,expected", table("When something is due"))
def test_due_dates_of_the_page(rule: str, expected: str) -> None:
    """Each rule means the moment that stands beside it."""
    found = due_rule_of(rule.strip("`"))
    assert found is not None
    moment = due_date(found, course_of(following=[date(2023, 2, 9)]), 4)
    assert moment.strftime("%Y-%m-%d %H:%M:%S") == expected


@pytest.mark.parametrize("policy,late,expected", table("What lateness costs"))
def test_penalties_of_the_page(policy: str, late: str, expected: str) -> None:
    """Each policy leaves of 8 points what stands beside it."""
    span = span_of(late)
    assert span is not None
    found = policy_of("\n".join(re.findall(r"`([^`]+)`", policy)))
    assert penalty(found, span.total, 8.0, 10.0).left == float(expected)


def test_files_of_the_page_are_read(tmp_path: Path) -> None:
    """The course's file, the rubric and the exceptions are taken as they stand there."""
    blocks = re.findall(r"```(?:toml)?\n(.*?)```", PAGE, re.DOTALL)
    course = next(block for block in blocks if block.startswith("# course.toml"))
    head = 'id = "c"\nterm = "t"\ntitle = { en = "C", ko = "강" }\n'
    (tmp_path / "course.toml").write_text(head + course, "utf-8")
    found = load_course(tmp_path)
    assert (found.late.percent, found.slots["review"].late.percent) == (10, 20)  # type: ignore[union-attr]
    assert found.term_total.drop_lowest == 1
    rubric = next(block for block in blocks if block.startswith("# assignment.toml"))
    assert tomllib.loads(rubric)["rubric"][0]["points"] == 5
    rows = next(block for block in blocks if block.startswith("student,"))
    assert len(exceptions_of(rows.encode(), "exceptions.csv", str, str)) == 4


def test_the_course_itself_has_due_dates() -> None:
    """Week 4: the preview on the Wednesday before its session, the review when the next one starts."""
    course = load_course(ROOT)
    rules = rules_of(course, load_assignment(course.assignment_dir(4)))
    assert rules.due["preview"].isoformat() == "2023-02-01T18:00:00+09:00"
    assert rules.due["review"].isoformat() == "2023-02-09T19:00:00+09:00"

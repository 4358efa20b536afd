"""The page, JUnit, JSON and badge of a push: whole, bounded, and safe whatever a student wrote."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from grader.ci import Outcome
from grader.ci.badge import badge
from grader.ci.files import Signed, ci_json, write_files
from grader.ci.github import SUMMARY_BYTES, room, write_summary
from grader.ci.summary import escaped, summary
from grader.ci.told import other_lines, week_lines
from grader.course import Course
from tests.ci.conftest import RIGHT, Grade
from tests.repository.gitting import Work

EVIL = "<script>alert(1)</script> [x](http://evil) | `code` ![i](x) @everyone \x1b[31m"


@pytest.fixture
def outcome(work: Work, graded: Grade) -> Outcome:
    """A push of two weeks, one right and one wrong, with a file of a hostile name."""
    files = {
        "week01_tiny/plain.py": "x = 1  # WRONG " + EVIL.replace("\x1b", ""),
        f"week01_tiny/{EVIL.replace('/', '_')}.py": "y = (",
        "week02_other/other.py": RIGHT + "# RIGHT",
        "conftest.py": "x",
    }
    return graded(work.commit(**files))


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_page(outcome: Outcome, lang: str) -> None:
    """Points of each task, what failed, what was not used; nothing of a student's is markup."""
    page = summary(outcome, lang, SUMMARY_BYTES)
    assert {"en": "Doubling · 0 / 18", "ko": "두 배 · 0 / 18"}[lang] in page
    assert "conftest.py" in page
    assert "<script" not in page
    assert "](http" not in page
    assert "@everyone" not in page
    assert "\x1b" not in page
    assert "secret-value-17" in page.replace("\\", "")
    assert page.count("secret-value-18") == 2  # what was printed in the public checks, not in the hidden ones


@pytest.mark.parametrize("limit", [300, 1000, 2000, 3000, 100_000])
def test_the_page_is_cut_politely(outcome: Outcome, limit: int) -> None:
    """Never longer than there is room; every part is whole, and the page says where it ends."""
    whole = summary(outcome, "ko", SUMMARY_BYTES)
    page = summary(outcome, "ko", limit)
    assert len(page.encode()) <= limit
    assert page.count("<details>") == page.count("</details>")
    if page != whole:
        assert escaped("이 페이지에는 여기까지만 표시할 수 있습니다.") in page
    assert summary(outcome, "ko", 100) == ""


def test_the_page_of_a_step_has_a_size(tmp_path: Path) -> None:
    """What other parts of the step wrote there counts."""
    page = tmp_path / "page.md"
    assert room(page) == SUMMARY_BYTES == 1024 * 1024
    write_summary(page, "값" * 100)
    write_summary(page, "x")
    assert room(page) == SUMMARY_BYTES - 301


def test_files(course: Course, outcome: Outcome, tmp_path: Path) -> None:
    """All reports of both weeks; XML and JSON that parse; signed results as they are."""
    signed = {"week01_tiny": Signed(b"{}\n", tmp_path / "kept")}
    written = {path.name: path for path in write_files(course, outcome, signed, tmp_path / "out", "ko")}
    assert set(written) == {
        "ci.json",
        "summary.md",
        "gl-code-quality-report.json",
        "junit.xml",
        "week01_tiny.badge.svg",
        "week02_other.badge.svg",
        "week01_tiny.signed.json",
    }
    suites = Xml.parse(written["junit.xml"]).getroot()
    cases = [(c.get("classname"), c.get("name")) for c in suites.iter("testcase")]
    assert len(cases) == 6
    assert len(list(suites.iter("failure"))) == 4
    assert "secret-value" not in "".join(
        f.get("message", "") for c in suites.iter("testcase") if c.get("name") == "test_hidden" for f in c
    )
    found = json.loads(written["ci.json"].read_text("utf-8"))
    assert [(w["week"], w["earned"], w["possible"]) for w in found["weeks"]] == [
        ("week01_tiny", "0", "18"),
        ("week02_other", "1", "1"),
    ]
    assert found["weeks"][0]["signed"] == "{}\n"
    assert "0 / 18" in written["week01_tiny.badge.svg"].read_text("utf-8")


def test_nothing_secret_in_json(course: Course, outcome: Outcome) -> None:
    """ci.json is the student's: a hidden check's message and output are not in it."""
    found = json.loads(ci_json(course, outcome, {}, "en"))
    hidden = [c for w in found["weeks"] for t in w["tasks"] for c in t["checks"] if c["hidden"]]
    assert hidden
    assert "secret" not in json.dumps(hidden)


def test_an_empty_push(course: Course, work: Work, graded: Grade, tmp_path: Path) -> None:
    """Nothing to grade is said, and the files are there all the same."""
    outcome = graded(work.commit(**{"README.md": "x"}))
    assert list(other_lines(outcome, "en")) == ["Nothing to grade: no week's files changed, or none of them is begun."]
    written = {path.name for path in write_files(course, outcome, {}, tmp_path, "en")}
    assert "junit.xml" in written
    assert "Nothing to grade" in summary(outcome, "en", SUMMARY_BYTES)


@pytest.mark.parametrize(
    "change,value",
    [(lambda v: v, "0 / 18"), (lambda v: None, "–")],
)
def test_badge(outcome: Outcome, change: Callable[[object], None], value: str) -> None:
    """The points, or a dash; a picture that parses, whatever the week is called."""
    (verdict,) = outcome.weeks[0].run.verdicts
    svg = badge('주차<&">' + "x" * 100, verdict if change(verdict) is not None else None)
    root = Xml.fromstring(svg)
    assert root.tag.endswith("svg")
    texts = [e.text or "" for e in root.iter() if e.tag.endswith("}text")]
    assert texts[1] == value
    assert texts[0].startswith('주차<&">')
    assert len(texts[0]) == 40


def test_lines_for_who_pushed(outcome: Outcome) -> None:
    """Each line is one line, printable, and not endless."""
    lines = [line for graded in outcome.weeks for line in week_lines(graded, "ko")] + [*other_lines(outcome, "ko")]
    assert lines[0] == "week01_tiny · 두 배 · 합계 0 / 18"
    assert all("\n" not in line and "\x1b" not in line and len(line) <= 300 for line in lines)
    assert not [line for line in lines if "secret-value-18" in line]

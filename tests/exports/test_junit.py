"""JUnit XML: whole, true in its counts, and silent about hidden values."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import replace

from grader.exports import junit
from grader.model import Message, Outcome
from tests.exports import rules
from tests.reports.conftest import NASTY_NAMES, SECRET, make_run

RUN = make_run()
ROOT = rules.junit(junit(RUN, "en"))


def kind(case: ET.Element) -> str:
    """What a case tells."""
    return next((child.tag for child in case if child.tag != "system-out"), "passed")


def test_one_case_a_check() -> None:
    """Every result of every student is a case of the right kind, skipped ones included."""
    expected = {
        Outcome.PASSED: "passed", Outcome.SKIPPED: "skipped", Outcome.FAILED: "failure", Outcome.MISSING: "failure",
        Outcome.NOT_STARTED: "failure", Outcome.FORBIDDEN: "failure",
    }  # fmt: skip
    suites = ROOT.findall("testsuite")
    assert len(suites) == len(RUN.verdicts)
    seen: Counter[str] = Counter()
    for suite, verdict in zip(suites, RUN.verdicts, strict=True):
        if verdict.unreadable is not None:
            assert [kind(case) for case in suite] == ["error"]
            continue
        found = [(case.get("classname"), case.get("name"), kind(case)) for case in suite]
        assert found == [
            (f"week04_rnn.{r.check.task}", r.check.name, expected.get(r.outcome, "error")) for r in verdict.results
        ]
        seen.update(entry[2] for entry in found)
    assert min(seen[k] for k in ("passed", "failure", "error", "skipped")) > 0


def test_names_survive_or_lose_what_xml_forbids() -> None:
    """Control characters are dropped, tags and quotes are text."""
    names = {suite.get("name") for suite in ROOT.findall("testsuite")}
    assert "<script>alert(1)</script>" in names
    assert '=HYPERLINK("http://x")' in names
    assert any("s029" in name and "\x1b" not in name for name in names if name)
    assert len(names) == len(RUN.verdicts) >= len(NASTY_NAMES)


def test_hidden_checks_tell_their_kind_only() -> None:
    """Neither messages nor output of hidden checks carry a value."""
    hidden = {(f"week04_rnn.{r.check.task}", r.check.name) for v in RUN.verdicts for r in v.results if r.check.hidden}
    for case in ROOT.iter("testcase"):
        if (case.get("classname"), case.get("name")) in hidden:
            assert SECRET not in ET.tostring(case, encoding="unicode")
    assert SECRET in ET.tostring(ROOT, encoding="unicode")  # of open checks it is there


def test_illegal_characters_of_a_message() -> None:
    """An exception text with NUL, escape sequences, lone surrogates and U+FFFF makes no broken file."""
    verdict = next(v for v in RUN.verdicts if any(r.outcome is Outcome.ERROR and not r.check.hidden for r in v.results))
    text = "a\x00b\x1b[31mc\ud800d\uffffe]]>"
    results = tuple(
        replace(r, message=Message("student_error", {"type": "E", "text": text}), output=text) for r in verdict.results
    )
    root = rules.junit(junit(replace(RUN, verdicts=(replace(verdict, results=results, student=text),)), "ko"))
    said = "".join(root.itertext())
    assert "]]>" in said
    assert not set(said) & set("\x00\x1b\uffff\ud800")

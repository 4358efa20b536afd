"""JUnit XML of a push. A stand-in: `grader.exports.junit` says the same in more words, and takes its place."""

from __future__ import annotations

import re
from xml.sax.saxutils import quoteattr

from grader.messages import render
from grader.model import CheckResult, Outcome, Run
from grader.reports.view import check_view

# XML 1.0, section 2.2: what is no character of it.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FAILURES = frozenset({Outcome.FAILED, Outcome.MISSING, Outcome.NOT_STARTED, Outcome.FORBIDDEN})


def junit(run: Run, lang: str) -> str:
    """A suite for each verdict, a case for each check, with what its student may see."""
    suites = []
    for verdict in run.verdicts:
        cases = [_case(r, check_view(r, verdict, lang).message, run.assignment) for r in verdict.results]
        if verdict.unreadable is not None:
            said = _attribute(render(verdict.unreadable, lang))
            cases.append(
                f'<testcase classname={_attribute(run.assignment)} name="unreadable"><error message={said}/></testcase>'
            )
        suites.append(
            f'<testsuite name={_attribute(verdict.student)} tests="{len(cases)}">{"".join(cases)}</testsuite>'
        )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>{"".join(suites)}</testsuites>\n'


def _case(result: CheckResult, message: str, week: str) -> str:
    names = f"classname={_attribute(f'{week}.{result.check.task}')} name={_attribute(result.check.name)}"
    said = f"message={_attribute(message)}"
    inside = ""
    if result.outcome is Outcome.SKIPPED:
        inside = f"<skipped {said}/>"
    elif result.outcome is not Outcome.PASSED:
        kind = "failure" if result.outcome in _FAILURES else "error"
        inside = f'<{kind} {said} type="{result.outcome.value}"/>'
    return f'<testcase {names} time="{result.seconds:.3f}">{inside}</testcase>'


def _attribute(text: str) -> str:
    return quoteattr(_ILLEGAL.sub("", text))

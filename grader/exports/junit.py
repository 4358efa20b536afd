"""JUnit XML: a suite for each student, a case for each check; skipped ones are there, too."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from grader.messages import render
from grader.model import CheckResult, Outcome, Run, Verdict
from grader.reports.view import CheckView, check_view

# XML 1.0, section 2.2: what is no character of it.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FAILURES = frozenset({Outcome.FAILED, Outcome.MISSING, Outcome.NOT_STARTED, Outcome.FORBIDDEN})


def junit(run: Run, lang: str, verdicts: Sequence[Verdict] | None = None) -> str:
    """The report of a run, or of some of its verdicts; what a hidden check does not tell its student is not in it.

    Wrong, missing and forbidden is a failure; whatever stopped a check (an exception, a limit, our own fault) is an
    error. A hand-in that cannot be read is a suite with one case that says so.
    """
    suites = [_suite(verdict, run, lang) for verdict in (run.verdicts if verdicts is None else verdicts)]
    counts = [sum(c[i] for _, c in suites) for i in range(4)]
    head = f'<testsuites name={_attribute(run.assignment)} {_counts(counts)} time="{run.seconds:.3f}">'
    body = "\n".join(text for text, _ in suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{body}\n</testsuites>\n'


def _suite(verdict: Verdict, run: Run, lang: str) -> tuple[str, list[int]]:
    cases = [_case(result, check_view(result, verdict, lang), run.assignment) for result in verdict.results]
    kinds = [_kind(result) for result in verdict.results]
    if verdict.unreadable is not None:
        said = render(verdict.unreadable, lang)
        cases.append(
            f'<testcase classname={_attribute(run.assignment)} name="unreadable" time="0.000">'
            f'<error message={_attribute(said)} type="unreadable">{_text(said)}</error></testcase>'
        )
        kinds.append("error")
    counts = [len(cases), kinds.count("failure"), kinds.count("error"), kinds.count("skipped")]
    stamp = f" timestamp={_attribute(run.started)}" if run.started else ""
    head = f'<testsuite name={_attribute(verdict.student)} {_counts(counts)} time="{verdict.seconds:.3f}"{stamp}>'
    return "\n".join([head, *cases, "</testsuite>"]), counts


def _case(result: CheckResult, view: CheckView, assignment: str) -> str:
    name = f"classname={_attribute(f'{assignment}.{result.check.task}')} name={_attribute(result.check.name)}"
    head = f'<testcase {name} time="{result.seconds:.3f}"'
    kind = _kind(result)
    if not kind:
        return head + "/>"
    said = view.message or view.waits_for or view.label
    if kind == "skipped":
        return f"{head}><skipped message={_attribute(said)}/></testcase>"
    lines = [view.title, said, view.diagnosis, view.place, view.source]
    body = _text("\n".join(line for line in lines if line))
    detail = f"<{kind} message={_attribute(said)} type={_attribute(result.outcome.value)}>{body}</{kind}>"
    output = f"<system-out>{_text(view.output)}</system-out>" if view.output else ""
    return f"{head}>{detail}{output}</testcase>"


def _kind(result: CheckResult) -> str:
    if result.outcome is Outcome.PASSED:
        return ""
    if result.outcome is Outcome.SKIPPED:
        return "skipped"
    return "failure" if result.outcome in _FAILURES else "error"


def _counts(counts: Sequence[int]) -> str:
    names = ("tests", "failures", "errors", "skipped")
    return " ".join(f'{name}="{count}"' for name, count in zip(names, counts, strict=True))


def _text(text: str) -> str:
    return escape(_ILLEGAL.sub("", text))


def _attribute(text: str) -> str:
    return quoteattr(" ".join(_ILLEGAL.sub("", text).split()))

"""`grader explain`: how each point came about."""

from __future__ import annotations

import json
from pathlib import Path

import click

from grader.cli.opened import opened
from grader.cli.options import course_option, lang_option, store_option
from grader.errors import UsageError

EPILOG = """\b
Examples:
  grader explain s001 week04_rnn
  grader explain "Kim Hana" 4 --lang ko
  grader explain s001 4 --all --json
\b
Tells the checks, what people decided, lateness and excuses, in this order, with the points
after each step. Hidden checks tell what the student may know; --all tells everything.
Exit codes: 0 done · 2 usage
"""


@click.command(epilog=EPILOG)
@click.argument("student")
@click.argument("week")
@click.option("--all", "everything", is_flag=True, help="Tell hidden checks in full: for staff only.")
@click.option("--json", "as_json", is_flag=True, help="Print the same as JSON.")
@store_option()
@lang_option()
@course_option()
def explain(
    *,
    student: str,
    week: str,
    everything: bool,
    as_json: bool,
    store: str | None,
    lang: str | None,
    course_dir: Path,
) -> None:
    """Tell how STUDENT's points in WEEK came about, step by step."""
    from grader.cli.output import Output
    from grader.reports.explained import explained, print_explained, unveiled

    with opened(course_dir, store, week) as (course, _, book):
        who = book.named(student)
        found = [(grade, work) for grade, work in book.graded() if grade.student == who.id]
        if not found:
            raise UsageError(f"{who.id!r} has neither handed in {book.spec.id} nor is on the roster: check the name")
    grade, work = found[0]
    verdict = work.verdict if work is not None else None
    if verdict is not None and everything:
        verdict = unveiled(verdict)
    language = lang or course.language
    if as_json:
        click.echo(json.dumps(explained(grade, verdict, language), ensure_ascii=False, indent=1))
    else:
        print_explained(grade, verdict, language, Output())

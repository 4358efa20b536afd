"""`grader diff`: two runs side by side."""

from __future__ import annotations

import json
from pathlib import Path

import click

from grader.cli.options import course_option, lang_option, store_option, the_course
from grader.errors import UsageError

EPILOG = """\b
Examples:
  grader runs week04_rnn
  grader diff 3 7
  grader diff 3 7 --json
\b
Compares what the checks gave, before overrides and lateness; `grader regrade` compares grades.
Exit codes: 0 no difference · 1 some · 2 usage
"""


@click.command(epilog=EPILOG)
@click.argument("before", type=int, metavar="RUN")
@click.argument("after", type=int, metavar="RUN")
@click.option("--json", "as_json", is_flag=True, help="Print the differences as JSON.")
@store_option()
@lang_option()
@course_option()
@click.pass_context
def diff(
    ctx: click.Context,
    *,
    before: int,
    after: int,
    as_json: bool,
    store: str | None,
    lang: str | None,
    course_dir: Path,
) -> None:
    """Show for each student which checks ended otherwise in the second RUN."""
    from grader.cli.output import Output
    from grader.grades.differences import verdict_changes
    from grader.reports.changes import plain_changes, print_changes
    from grader.store import open_store, store_place

    course = the_course(course_dir)
    with open_store(store_place(course, store)) as kept:
        old, new = kept.run(before), kept.run(after)
        if old.run.assignment != new.run.assignment:
            what = f"run {before} is of {old.run.assignment}, run {after} of {new.run.assignment}"
            raise UsageError(f"{what}: give two runs of one assignment (grader runs WEEK lists them)")
        first, second = list(kept.verdicts(old.id)), list(kept.verdicts(new.id))
    found = verdict_changes(first, second)
    if as_json:
        click.echo(json.dumps(plain_changes(found), ensure_ascii=False, indent=1))
    else:
        students = {verdict.student for verdict in (*first, *second)}
        print_changes(found, len(students), lang or course.language, Output())
    ctx.exit(1 if found else 0)

"""`grader term`: the total over all assignments."""

from __future__ import annotations

import json
from pathlib import Path

import click

from grader.cli.options import course_option, store_option, the_course

EPILOG = """\b
Examples:
  grader term
  grader term --json > term.json
\b
Adds up the published grades of every assignment that was graded. What [term_total] drop_lowest
leaves out stands in brackets; ex is an excused assignment.
Exit codes: 0 done · 2 usage
"""


@click.command(epilog=EPILOG)
@click.option("--json", "as_json", is_flag=True, help="Print the totals as JSON.")
@store_option()
@course_option()
def term(*, as_json: bool, store: str | None, course_dir: Path) -> None:
    """Show every student's points of the term, and their total."""
    from rich.table import Table

    from grader.cli.output import Output
    from grader.reports.look import look_of
    from grader.reports.plain import one_line, percent, points
    from grader.store import open_store, store_place
    from grader.term import terms

    course = the_course(course_dir)
    with open_store(store_place(course, store)) as kept:
        found = terms(kept, course)
    if as_json:
        plain = [
            {
                "student": one.student,
                "name": one.name,
                "earned": one.total.earned,
                "possible": one.total.possible,
                "dropped": list(one.total.dropped),
                "excused": list(one.total.excused),
                "assignments": {
                    name: {"earned": grade.earned, "possible": grade.possible} for name, grade in one.grades.items()
                },
            }
            for one in found
        ]
        click.echo(json.dumps(plain, ensure_ascii=False, indent=1))
        return
    if not found:
        click.echo("nothing was graded yet (grader grade WEEK PATH)")
        return
    assignments = list(dict.fromkeys(name for one in found for name in one.grades))
    console = Output()
    look = look_of(console, "en")
    table = Table(box=look.table)
    table.add_column("student", overflow=look.overflow)
    for heading in (*assignments, "total", "%"):
        table.add_column(heading, justify="right")
    for one in found:
        cells = []
        for name in assignments:
            grade = one.grades.get(name)
            shown = "" if grade is None else "ex" if grade.excused else points(grade.earned)
            cells.append(f"({shown})" if name in one.total.dropped else shown)
        share = percent(one.total.earned, one.total.possible)
        total = f"{points(one.total.earned)} / {points(one.total.possible)}"
        last = (total, "" if share is None else f"{share:.1f}")
        table.add_row(*(look.plain(cell) for cell in (one_line(one.student), *cells, *last)))
    console.print(table)

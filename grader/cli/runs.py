"""`grader runs`: what was graded when."""

from __future__ import annotations

import json
from pathlib import Path

import click

from grader.cli.opened import opened
from grader.cli.options import course_option, store_option

EPILOG = """\b
Examples:
  grader runs week04_rnn
  grader runs 4 --json
\b
The numbers are those that `grader diff` takes. For each student the newest run counts, but
for one that `grader regrade` made and nobody has published (held back).
Exit codes: 0 done · 2 usage
"""


@click.command(epilog=EPILOG)
@click.argument("week")
@click.option("--json", "as_json", is_flag=True, help="Print the runs as JSON.")
@store_option()
@course_option()
def runs(*, week: str, as_json: bool, store: str | None, course_dir: Path) -> None:
    """List the runs of WEEK, oldest first."""
    from rich.table import Table

    from grader.cli.output import Output
    from grader.reports.look import look_of

    with opened(course_dir, store, week) as (_, kept, book):
        records, held = kept.runs(book.spec.id), book.held()
    rows = [
        {
            "run": int(record.id),
            "started": record.run.started,
            "graded": record.graded,
            "expected": record.run.expected,
            "new": record.new,
            "ungraded": record.ungraded,
            "sandbox": record.run.sandbox,
            "seconds": round(record.run.seconds, 1),
            "only": list(record.only),
            "training": record.training,
            "interrupted": record.run.interrupted,
            "held_back": int(record.id) in held,
        }
        for record in records
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    if not rows:
        click.echo(f"{book.spec.id}: nothing was graded yet (grader grade {book.spec.id} PATH)")
        return
    console = Output()
    look = look_of(console, "en")
    table = Table(box=look.table)
    for heading in ("run", "started", "graded", "new", "ungraded", "sandbox", "notes"):
        table.add_column(heading, justify="right" if heading in {"run", "graded", "new", "ungraded"} else "left")
    for record in records:
        notes = [
            *([f"only {', '.join(record.only)}"] if record.only else []),
            *(["without training"] if not record.training else []),
            *(["interrupted"] if record.run.interrupted else []),
            *(["held back"] if int(record.id) in held else []),
        ]
        cells = (record.id, record.run.started[:16].replace("T", " "), record.graded, record.new, record.ungraded)
        table.add_row(*(look.plain(str(cell)) for cell in (*cells, record.run.sandbox, ", ".join(notes))))
    console.print(table)

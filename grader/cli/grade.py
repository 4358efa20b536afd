"""`grader grade`: a teaching assistant's evening."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

import click

from grader.cli.ahead import importing
from grader.cli.options import (
    course_option,
    jobs_option,
    lang_option,
    only_option,
    sandbox_options,
    source_options,
    store_option,
)
from grader.judge.process import ForkServer

EPILOG = """\b
Examples:
  grader grade week04_rnn handed-in/ --out graded
  grader grade 4 s001.ipynb s002/ --only lstm_cell --jobs 2
  grader grade week04_rnn handed-in/ --json > results.json
  grader grade week04_rnn canvas-export.zip --attempts best
  grader grade week04_rnn
  grader grade week04_rnn --retry ungraded
\b
PATH is a hand-in (file or folder), a folder with one file or folder per student, or anything
else that `grader intake` reads: archives, exports, repositories. Without one, the hand-ins
that were graded last are graded again, where checks or set-up have changed.
What was graded and has not changed is not graded again: the same command after an
interruption goes on where it ended; --again grades everything anew.
Exit codes: 0 all graded · 1 some ungraded, or --expect not met · 2 usage · 3 our fault · 130 interrupted
"""

_SEARCH = 20_000  # new objects until garbage is looked for: a class's trees and pages are millions, hardly one garbage


@click.command(epilog=EPILOG)
@click.argument("week")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("graded"),
    show_default=True,
    help="Reports' folder; those of an earlier run in it are kept in its `earlier/`.",
)
@click.option("--seed", type=int, help="Seed of the cases.  [default: the course's own secret]")
@click.option("--json", "as_json", is_flag=True, help="Print results.json to stdout instead of the table.")
@click.option("--no-training", is_flag=True, help="Leave out checks that train a model; their points do not count.")
@click.option(
    "--expect",
    type=click.Path(path_type=Path),
    help="A TOML file with the points each student must get; exit 1 if one differs.",
)
@source_options()
@sandbox_options()
@click.option("--again", is_flag=True, help="Grade everything anew, also what has not changed.")
@click.option("--retry", type=click.Choice(["ungraded"]), help="Grade only what the last run left ungraded.")
@store_option()
@only_option()
@jobs_option()
@lang_option()
@course_option()
@click.pass_context
def grade(ctx: click.Context, /, no_training: bool, **options: Any) -> None:
    """Grade hand-ins of WEEK and write results.json, gradebook.csv and feedback pages."""
    server = ctx.with_resource(ForkServer(training=not no_training))
    with importing():
        from grader.cli.evening import run_all  # the server imports torch while we import and read all the rest
    gc.set_threshold(_SEARCH)
    run_all(ctx, server, no_training=no_training, **options)

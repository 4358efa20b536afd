"""`grader check`: a student looks at own work."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.ahead import importing, torch_library
from grader.cli.options import course_option, lang_option
from grader.errors import UsageError

EPILOG = """\b
Examples:
  grader check                                  in the folder of a week, or in the course's
  grader check week04_rnn.ipynb --task lstm_cell --lang en
  grader check --watch                          look again after every save; Ctrl-C ends it
\b
Exit codes: 0 everything passed · 1 something did not · 2 usage · 3 our fault · 130 interrupted
"""


@click.command(epilog=EPILOG)
@click.argument("path", type=click.Path(path_type=Path), default=Path())
@click.option("--week", help="The assignment, where it cannot be told from PATH.")
@click.option("--task", "--only", "only", multiple=True, metavar="TASK", help="Only this task; may be repeated.")
@click.option("--watch", is_flag=True, help="Look again after every save. Leaves out training unless --training.")
@click.option("--training/--no-training", "training", default=None, help="Run checks that train a model, or do not.")
@click.option("--all", "everything", is_flag=True, help="Show the checks that passed or wait, too.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON; with --watch a line for every look.")
@lang_option()
@course_option()
@click.pass_context
def check(
    ctx: click.Context,
    path: Path,
    week: str | None,
    only: tuple[str, ...],
    watch: bool,
    training: bool | None,
    everything: bool,
    as_json: bool,
    lang: str | None,
    course_dir: Path,
) -> None:
    """Check your own work: the public checks, on this computer. The result is no grade."""
    if not path.exists():
        raise UsageError(f"{path}: no such file or folder (give your .py or .ipynb file, or the folder of the week)")
    with importing():
        torch_library()  # is loaded beside what follows
        from grader.cli.look import Wanted, look

    ctx.exit(look(Wanted(path, course_dir, week, only, lang, training, watch, everything, as_json)))

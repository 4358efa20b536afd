"""`grader check`: a student looks at own work."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from grader.cli.before import check_data
from grader.cli.options import course_option, lang_option
from grader.cli.output import Output
from grader.cli.own_work import as_run, course_of, left_out, tasks_of, week_of, work_of
from grader.environment import environment
from grader.errors import UsageError
from grader.intake import read_submission
from grader.levels import PROCESS
from grader.model import CheckResult, Outcome
from grader.scoring import verdict
from grader.spec import load_assignment
from grader.spec.worth import task_infos

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
    course = course_of(path, course_dir)
    path = work_of(path, course)
    submission = read_submission(path)
    spec = load_assignment(course.assignment_dir(week or week_of(course, path, submission)))
    language = lang or course.language
    only = only or tasks_of(path, spec)
    trains = not watch if training is None else training
    if trains:
        check_data(spec, only)
    if watch:
        from grader.cli.watching import Watch

        Watch(course, spec, path, only, language, training=trains, as_json=as_json).run()
        return
    results: list[CheckResult] = []
    if submission.unreadable is not None:
        outcome = verdict(submission, (), task_infos(spec, (), only))
    else:
        # torch takes a second to import: only once it is clear that there is something to check
        from grader.cli.checking import Listener, Looking, judge

        with Listener(language, quiet=as_json) as listener:
            judge(Looking(course, spec, only, trains), [submission], listener)
        results = listener.results
        tasks = task_infos(spec, listener.checks, only)
        outcome = verdict(submission, results, tasks, listener.seconds, PROCESS.level)
    if as_json:
        from grader.reports.results import results_json

        started = datetime.now(course.zone).isoformat(timespec="seconds")
        text = results_json(as_run(spec, started, environment(), outcome), language)
        click.echo(text.encode(), nl=False)  # UTF-8 everywhere
    else:
        from grader.cli.short import print_short
        from grader.reports.terminal import print_messages, print_verdict

        console = Output()
        (print_verdict if everything else print_short)(outcome, language, console)
        trained = any(r.check.training for r in results)
        print_messages(
            left_out(outcome, spec, course.assignment_dir(spec.id), training=trains, trained=trained, only=only),
            language,
            console,
            "dim",
        )
    passed = bool(outcome.results) and all(r.outcome is Outcome.PASSED for r in outcome.results)
    ctx.exit(0 if passed else 1)

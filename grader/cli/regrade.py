"""`grader regrade`: grade anew what the store holds, and see what that changes before it counts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.cli.opened import author_option, opened
from grader.cli.options import (
    containers,
    course_option,
    jobs_option,
    lang_option,
    only_option,
    sandbox_options,
    store_option,
)
from grader.errors import UsageError
from grader.judge.process import ForkServer

if TYPE_CHECKING:
    from grader.gradebook import Gradebook
    from grader.store import RunId, Store

EPILOG = """\b
Examples:
  grader regrade week04_rnn
  grader regrade 4 --student s001 --student s002 --only lstm_cell
  grader regrade 4 --run 7 --publish
  grader regrade 4 --publish
\b
The hand-ins come from the store; what has not changed is taken over. The new run is held back:
grades and exports stay as they are until it is published, at once with --publish or later with
--run N --publish. Either way it is told first whose grade changes, and by which checks.
Exit codes: 0 done · 1 some checks ungraded · 2 usage · 3 our fault · 130 interrupted
"""


@click.command(epilog=EPILOG)
@click.argument("week")
@click.option("--student", "students", multiple=True, metavar="S", help="Only this student; may be repeated.")
@only_option()
@click.option("--run", "earlier", type=int, metavar="N", help="Grade nothing: look at run N, which is held back.")
@click.option("--publish", "publishing", is_flag=True, help="Let the run count from now on.")
@click.option("--again", is_flag=True, help="Grade everything anew, also what has not changed.")
@click.option("--seed", type=int, help="Seed of the cases.  [default: the course's own secret]")
@click.option("--json", "as_json", is_flag=True, help="Print the changes as JSON.")
@author_option()
@sandbox_options()
@jobs_option()
@store_option()
@lang_option()
@course_option()
@click.pass_context
def regrade(
    ctx: click.Context,
    /,
    *,
    week: str,
    students: tuple[str, ...],
    earlier: int | None,
    publishing: bool,
    as_json: bool,
    author: str,
    store: str | None,
    lang: str | None,
    course_dir: Path,
    **options: Any,
) -> None:
    """Grade WEEK's hand-ins anew from the store and show whose grades change."""
    if earlier is not None and (students or options["only"] or options["again"]):
        raise UsageError("--run looks at a run that is there: leave out --student, --only and --again")
    # The server imports torch while we import and read all the rest.
    server = ctx.with_resource(ForkServer(training=True)) if earlier is None else None
    from grader.cli.output import Output
    from grader.regrading import changes, publish
    from grader.reports.changes import plain_changes, print_changes

    with opened(course_dir, store, week) as (course, kept, book):
        code = 0
        run = earlier
        if earlier is None:
            run, code = _grade(kept, book, course, server, students, **options)
        if run is None or run not in book.held():
            raise UsageError(f"run {run} is not held back: grader runs {book.spec.id} lists which are")
        found = changes(book, run)
        if as_json:
            plain = {"run": run, "published": publishing and code != 130, "changes": plain_changes(found)}
            click.echo(json.dumps(plain, ensure_ascii=False, indent=1))
        else:
            print_changes(found, len(book.grades()), lang or course.language, Output())
        if code == 130:
            click.echo(f"grader: interrupted; run {run} is held back (the same command goes on from there)", err=True)
        elif publishing:
            publish(kept, book, run, found, author)
            click.echo(f"grader: run {run} is published", err=True)
        else:
            again = f"grader regrade {book.spec.id} --run {run} --publish"
            click.echo(f"grader: run {run} is held back; to let it count: {again}", err=True)
    ctx.exit(code)


def _grade(
    store: Store,
    book: Gradebook,
    course: Any,
    server: ForkServer | None,
    students: tuple[str, ...],
    *,
    only: tuple[str, ...],
    again: bool,
    seed: int | None,
    sandbox: str,
    image: str | None,
    fresh: bool,
    runtime: str | None,
    gpus: str | None,
    jobs: int,
) -> tuple[RunId | None, int]:
    """The new run's number, and the exit code so far."""
    from grader.cli.before import check_data
    from grader.cli.progress import Meter
    from grader.errors import StoreError
    from grader.grading import Grading, Request
    from grader.regrading import HeldBack, handed_in

    check_data(book.spec, only)
    how = containers(sandbox, image, fresh, runtime, gpus)
    submissions = handed_in(store, book, [book.named(text).id for text in students])
    request = Request(book.spec.id, tuple(submissions), seed, only, jobs, True, sandbox, how)
    meter = Meter(len(submissions))
    keeper = HeldBack(store, meter.say, again=again)
    grading = Grading(course, request, meter.result, meter.verdict, meter.known, meter.say, server)
    code = 0
    try:
        with meter:
            grading.run(keeper)
    except KeyboardInterrupt:
        code = 130
    result = grading.result()
    meter.summary(result)
    if keeper.run is None and code:
        raise KeyboardInterrupt  # before anything was graded
    if not keeper.complete or keeper.run is None:
        raise StoreError(f"{store.place.shown}: not all results could be kept (make room, and regrade once more)")
    if not code and any(verdict.ungraded for verdict in result.verdicts):
        code = 1
    return keeper.run, code

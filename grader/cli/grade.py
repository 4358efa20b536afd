"""`grader grade`: a teaching assistant's evening."""

from __future__ import annotations

import signal
from pathlib import Path

import click
from rich.console import Console

from grader.cli.before import check_data, check_writable, printable
from grader.cli.expectations import compare, read_expected
from grader.cli.options import course_option, jobs_option, lang_option, only_option, the_course
from grader.cli.output import Output
from grader.cli.progress import Meter
from grader.errors import JudgeFault, UsageError
from grader.grading import Grading, Request
from grader.intake import passed_over, read_paths
from grader.levels import NAMES
from grader.model import Message
from grader.reports import print_messages, print_run, write_all
from grader.spec import load_assignment

EPILOG = """\b
Examples:
  grader grade week04_rnn handed-in/ --out graded
  grader grade 4 s001.ipynb s002/ --only lstm_cell --jobs 2
  grader grade week04_rnn handed-in/ --json > results.json
\b
PATH is a hand-in (file or folder) or a folder with one file or folder per student.
Exit codes: 0 all graded · 1 some ungraded, or --expect not met · 2 usage · 3 our fault · 130 interrupted
"""


@click.command(epilog=EPILOG)
@click.argument("week")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path))
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
@click.option(
    "--sandbox",
    type=click.Choice(["auto", *NAMES]),
    default="auto",
    show_default=True,
    help="Level that student code runs at; auto: the strongest that works here.",
)
@only_option()
@jobs_option()
@lang_option()
@course_option()
@click.pass_context
def grade(
    ctx: click.Context,
    week: str,
    paths: tuple[Path, ...],
    out: Path,
    seed: int | None,
    as_json: bool,
    no_training: bool,
    expect: Path | None,
    sandbox: str,
    only: tuple[str, ...],
    jobs: int,
    lang: str | None,
    course_dir: Path,
) -> None:
    """Grade hand-ins of WEEK and write results.json, gradebook.csv and feedback pages."""
    course = the_course(course_dir)
    spec = load_assignment(course.assignment_dir(week))
    # What would fail at the end fails now: an evening of grading is not to be lost for a typing error.
    wanted = read_expected(expect) if expect is not None else None
    if not no_training:
        check_data(spec, only)
    submissions = read_paths(list(paths), spec.modules)
    for entry in passed_over(paths, spec.modules):
        click.echo(f"grader: not graded: {printable(entry)}: a link, a special file or a hidden name", err=True)
    for submission in submissions:
        folder = Path(submission.origin)
        if folder in paths and folder.is_dir() and (count := len(submission.modules)) > 1:
            remedy = "if they are several students', give the files one by one"
            click.echo(f"grader: {printable(folder)}: its {count} files are read as one hand-in ({remedy})", err=True)
    request = Request(week, tuple(submissions), seed, only, jobs, not no_training, sandbox)
    meter = Meter(len(submissions))
    grading = Grading(course, request, meter.result, meter.verdict)
    check_writable(out)  # after everything that is a mistake of another kind: it makes the folder
    language = lang or course.language
    console = Output()
    code = 0
    # Ending politely is the same as Ctrl-C: what was graded is written.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with meter:
            grading.run()
    except KeyboardInterrupt:
        code = 130
    run = grading.result()
    try:
        written = write_all(run, out, language)
    except OSError as error:
        raise UsageError(f"{out}: cannot be written: {error.strerror} (the results are lost; grade again)") from error
    if as_json:
        click.echo(written.results.read_bytes(), nl=False)
    else:
        print_run(run, language, console)
        print_messages([Message(f"cli.level_{run.sandbox}")], language, console)
        click.echo(f"{written.class_page}  {written.gradebook}  {written.results}")
    if written.earlier is not None:
        click.echo(f"grader: the reports of the run before are in {written.earlier}", err=True)
    if code:
        click.echo(f"grader: interrupted; {len(run.verdicts)} of {run.expected} graded and written to {out}", err=True)
    elif any(v.ungraded for v in run.verdicts):
        click.echo("grader: some checks could not be judged (ungraded); grade those submissions again", err=True)
        code = 1
    if wanted is not None and not code:
        code = compare(run, wanted, {t.id: t.points for t in spec.tasks}, Console(stderr=True))
    if len(run.verdicts) < run.expected and not code:
        raise JudgeFault("some submissions were not judged")
    ctx.exit(code)

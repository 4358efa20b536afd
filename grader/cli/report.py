"""`grader report`: the reports of a run, made again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import course_option, lang_option, the_course
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.course import Course
    from grader.model import Run

EPILOG = """\b
Examples:
  grader report graded/results.json --out reports
  grader report week04_rnn --out reports --lang en
\b
RUN is a results.json, or a week, whose results.json is looked for in graded/.
Written are index.html, feedback/, gradebook.csv and results.json; reports that are
in DIR already are kept in its `earlier/`.
Exit codes: 0 written · 1 written, but some checks are ungraded · 2 usage
"""


@click.command(epilog=EPILOG)
@click.argument("source", metavar="RUN")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, metavar="DIR", help="Reports' folder."
)
@lang_option()
@course_option()
@click.pass_context
def report(ctx: click.Context, /, source: str, out: Path, lang: str | None, course_dir: Path) -> None:
    """Make all reports of a run again: after an update of the grader, or in another language."""
    from grader.reports import write_all

    run, course = run_of(source, course_dir)
    language = lang or (course.language if course is not None else "en")
    try:
        written = write_all(run, out, language)
    except OSError as error:
        raise UsageError(f"{out}: the reports cannot be written: {error.strerror} (choose another --out)") from error
    if written.earlier is not None:
        click.echo(f"grader: the reports that were there are in {written.earlier}", err=True)
    click.echo(f"{written.class_page}  {written.gradebook}  {written.results}")
    ctx.exit(1 if any(verdict.ungraded for verdict in run.verdicts) else 0)


def run_of(source: str, course_dir: Path) -> tuple[Run, Course | None]:
    """The run that RUN names, and the course, if there is one around: the one place that knows where runs are kept.

    The texts of the assignment's own checks are loaded, as far as the assignment is at hand.

    Raises:
        UsageError: there is no such run.
    """
    from grader.reports import read_results

    file = Path(source)
    if file.is_file() or file.suffix == ".json":
        run = read_results(file)
        return run, _course(run, course_dir)
    course = the_course(course_dir)
    folder = course.assignment_dir(source)
    file = Path("graded") / "results.json"
    if not file.is_file():
        raise UsageError(f"{source}: there is no {file} here (give the results.json of a run)")
    run = read_results(file)
    if run.assignment != folder.name:
        raise UsageError(f"{file} is of {run.assignment}, not of {folder.name} (give the results.json of a run)")
    return run, _course(run, course_dir)


def _course(run: Run, course_dir: Path) -> Course | None:
    from grader.spec import load_assignment

    try:
        course = the_course(course_dir)
        load_assignment(course.assignment_dir(run.assignment))  # makes the texts of its checks known
    except UsageError:  # reports can be made anywhere; only texts of the assignment's own are then missing
        return None
    return course

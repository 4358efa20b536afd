"""`grader report`: the reports of a run, made again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import course_option, lang_option, store_option, the_course
from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.course import Course
    from grader.grades import Grade
    from grader.model import Run

EPILOG = """\b
Examples:
  grader report graded/results.json --out reports
  grader report week04_rnn --out reports --lang en
\b
RUN is a week: what stands for everybody now, with due dates and a person's changes;
or the results.json of a single run.
Written are index.html, feedback/, gradebook.csv and results.json; reports that are
in DIR already are kept in its `earlier/`.
Exit codes: 0 written · 1 written, but some checks are ungraded · 2 usage
"""


@click.command(epilog=EPILOG)
@click.argument("source", metavar="RUN")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, metavar="DIR", help="Reports' folder."
)
@store_option()
@lang_option()
@course_option()
@click.pass_context
def report(
    ctx: click.Context, /, source: str, out: Path, store: str | None, lang: str | None, course_dir: Path
) -> None:
    """Make all reports of a run again: after an update of the grader, or in another language."""
    from grader.reports.everything import write_all

    run, grades, course = _source(source, course_dir, store)
    language = lang or (course.language if course is not None else "en")
    try:
        written = write_all(run, out, language, grades=grades)
    except OSError as error:
        raise UsageError(f"{out}: the reports cannot be written: {error.strerror} (choose another --out)") from error
    if written.earlier is not None:
        click.echo(f"grader: the reports that were there are in {written.earlier}", err=True)
    click.echo(f"{written.class_page}  {written.gradebook}  {written.results}")
    ctx.exit(1 if any(verdict.ungraded for verdict in run.verdicts) else 0)


def _source(source: str, course_dir: Path, store: str | None) -> tuple[Run, Sequence[Grade], Course | None]:
    """What RUN names, the grades where they are known, and the course, if there is one around.

    The texts of the assignment's own checks are loaded, as far as the assignment is at hand.

    Raises:
        UsageError: there is no such run.
    """
    from grader.reports.results import read_results

    file = Path(source)
    if file.is_file() or file.suffix == ".json":
        run = read_results(file)
        return run, (), _course(run, course_dir)
    from grader.cli.published import published

    course = the_course(course_dir)
    found = published(course, source, store=store)
    return replace(found.run, expected=len(found.run.verdicts)), found.grades, course


def _course(run: Run, course_dir: Path) -> Course | None:
    from grader.spec import load_assignment

    try:
        course = the_course(course_dir)
        load_assignment(course.assignment_dir(run.assignment))  # makes the texts of its checks known
    except UsageError:  # reports can be made anywhere; only texts of the assignment's own are then missing
        return None
    return course

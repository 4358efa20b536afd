"""`grader export`: grades into the files that other systems read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import course_option, lang_option, store_option, the_course
from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grader.cli.published import Published
    from grader.exports import Filled
    from grader.model import Message

FORMATS = ("gradebook", "canvas", "moodle", "blackboard", "gradescope", "junit")
EPILOG = """\b
Examples:
  grader export gradebook week04_rnn --out week04.csv
  grader export canvas 4 --into 2024-06-01_Grades-NLP.csv --out canvas.csv
  grader export moodle 4 --into Grades-NLP-Week4.csv --scale 100 --out moodle.csv
  grader export gradescope 4 --out results/
  grader export gradescope 4 --student s001 --out results.json
\b
FORMAT: gradebook (several WEEKs: the term's), canvas, moodle, blackboard, gradescope, junit.
moodle and blackboard fill in the file that was downloaded there; canvas can do without.
Exit codes: 0 written · 1 written, but somebody is on one side only or without a grade · 2 usage
"""


@click.command(epilog=EPILOG)
@click.argument("format_", metavar="FORMAT", type=click.Choice(FORMATS))
@click.argument("weeks", metavar="WEEK...", nargs=-1, required=True)
@click.option("--into", type=click.Path(path_type=Path), help="The file that was downloaded from the LMS; it stays.")
@click.option("--column", help="The LMS's column: its header, title or number.  [default: the assignment's title]")
@click.option("--scale", metavar="points|N", help="What all points give there.  [default: the column's maximum]")
@click.option("--student", metavar="ID", help="gradescope, junit: only this student.")
@click.option("--out", type=click.Path(path_type=Path), help="File (gradescope: folder) to write.  [default: stdout]")
@click.option(
    "--results",
    type=click.Path(path_type=Path),
    multiple=True,
    help="Not the store: these verdicts as they are; one for each WEEK.",
)
@store_option()
@lang_option()
@course_option()
@click.pass_context
def export(
    ctx: click.Context,
    /,
    format_: str,
    weeks: tuple[str, ...],
    into: Path | None,
    column: str | None,
    scale: str | None,
    student: str | None,
    out: Path | None,
    results: tuple[Path, ...],
    store: str | None,
    lang: str | None,
    course_dir: Path,
) -> None:
    """Write the grades of WEEK in FORMAT."""
    from grader.cli.published import published

    course = the_course(course_dir)
    language = lang or course.language
    _check(format_, weeks, into, column, scale, student, results)
    given = results or (None,) * len(weeks)
    books = [published(course, week, path, store) for week, path in zip(weeks, given, strict=True)]
    files, problems = _files(format_, books, into, column, scale, student, language)
    _write(files, out, folder=format_ == "gradescope" and student is None)
    tell(problems, language)
    ctx.exit(1 if problems else 0)


def tell(problems: Iterable[Message], language: str) -> None:
    """What a person must know, a line each, on stderr."""
    from grader.messages import render
    from grader.reports.plain import one_line

    for problem in problems:
        click.echo(f"grader: {one_line(render(problem, language))}", err=True)


def _check(
    format_: str,
    weeks: Sequence[str],
    into: Path | None,
    column: str | None,
    scale: str | None,
    student: str | None,
    results: Sequence[Path],
) -> None:
    """Options that contradict each other.

    Raises:
        UsageError
    """
    if len(weeks) > 1 and format_ != "gradebook":
        raise UsageError(f"{format_} is of one week: give one, or take gradebook for the term")
    if results and len(results) != len(weeks):
        raise UsageError("--results is given once for each WEEK, in the same order")
    if format_ in ("moodle", "blackboard") and into is None:
        raise UsageError(f"{format_} needs the file that was downloaded there: --into FILE")
    lms = format_ in ("canvas", "moodle", "blackboard")
    if not lms and (into or column or scale):
        raise UsageError("--into, --column and --scale are for canvas, moodle and blackboard")
    if student is not None and format_ not in ("gradescope", "junit"):
        raise UsageError("--student is for gradescope and junit")


def _files(
    format_: str,
    books: Sequence[Published],
    into: Path | None,
    column: str | None,
    scale: str | None,
    student: str | None,
    lang: str,
) -> tuple[dict[str, bytes], tuple[Message, ...]]:
    """Name → content of what is to be written; a single file has an empty name."""
    from grader.exports import gradebook, gradescope, junit
    from grader.reports.files import slug

    book = books[0]
    if format_ == "gradebook":
        return {"": gradebook([b.grades for b in books], book.roster)}, ()
    if format_ in ("canvas", "moodle", "blackboard"):
        filled = _fill(format_, book, into, column, scale, lang)
        return {"": filled.data}, filled.problems
    verdicts = book.verdict_of
    if student is not None and student not in verdicts:
        raise UsageError(f"--student: {student[:80]!r} handed in nothing for {book.spec.id}")
    if format_ == "junit":
        return {"": junit(book.run, lang, None if student is None else [verdicts[student]]).encode()}, ()
    metrics = {gate.metric: gate.higher_is_better for task in book.spec.tasks for gate in task.gates.values()}
    texts = {
        grade.student: gradescope(verdicts[grade.student], grade, lang, metrics).encode("utf-8", "replace")
        for grade in book.grades
        if grade.student in verdicts and student in (None, grade.student, *grade.members)
    }
    if student is not None:
        return {"": next(iter(texts.values()))}, ()
    return {f"{slug(name)}.json": content for name, content in texts.items()}, ()


def _fill(format_: str, book: Published, into: Path | None, column: str | None, scale: str | None, lang: str) -> Filled:
    from grader.exports import Book, blackboard, canvas, moodle, scale_of

    entry = Book(book.spec.id, book.spec.title, book.grades, book.roster, scale_of(scale), lang)
    if into is None:
        return canvas.write(entry, column)
    try:
        data = into.read_bytes()
    except OSError as error:
        raise UsageError(f"{into}: cannot be read: {error.strerror} (give the file that was downloaded)") from error
    fill = {"canvas": canvas.fill, "moodle": moodle.fill, "blackboard": blackboard.fill}[format_]
    return fill(data, str(into), entry, column)


def _write(files: dict[str, bytes], out: Path | None, *, folder: bool) -> None:
    """To `--out`, or a single file to stdout.

    Raises:
        UsageError: it cannot be written.
    """
    from grader.reports.files import write_atomic

    if out is None and folder:
        raise UsageError("gradescope writes a file for each student: say --out FOLDER, or --student ID")
    try:
        for name, content in files.items():
            if out is None:
                click.echo(content, nl=False)
            else:
                write_atomic(out / name if folder else out, content)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UsageError(f"{out}: cannot be written: {error.strerror} (choose another --out)") from error

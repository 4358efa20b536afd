"""`grader feedback`: a folder for each student, and a zip to hand back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import course_option, lang_option, store_option, the_course
from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.cli.handing_back import Bundle

FORMATS = ("html", "md", "ipynb", "page")
EPILOG = """\b
Examples:
  grader feedback week04_rnn --out hand-back/
  grader feedback 4 --out hand-back/ --zip hand-back.zip --format html,md
  grader feedback 4 --out hand-back/ --zip moodle.zip --moodle Grades-NLP-Week4.csv
\b
Formats: html and md (all outcomes), ipynb (the student's own notebook with the outcomes in it), page (that
notebook as HTML; slow, so it has to be asked for). Nothing of a hand-in is run.
Exit codes: 0 written · 1 written, but something is missing, which is told · 2 usage
"""


@click.command(epilog=EPILOG)
@click.argument("week")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder of the folders.")
@click.option("--zip", "archive", type=click.Path(path_type=Path), help="The same as a zip.")
@click.option("--format", "formats", default="html,md,ipynb", show_default=True, help="Any of html,md,ipynb,page.")
@click.option(
    "--moodle",
    type=click.Path(path_type=Path),
    help="A grading worksheet: the zip gets the folder names with which Moodle hands files back.",
)
@click.option("--student", multiple=True, metavar="ID", help="Only this student; may be repeated.")
@click.option(
    "--from",
    "hand_ins",
    type=click.Path(path_type=Path),
    multiple=True,
    help="Where the hand-ins are now.  [default: where they were graded]",
)
@click.option("--results", type=click.Path(path_type=Path), help="Not the store: these verdicts as they are.")
@store_option()
@lang_option()
@course_option()
@click.pass_context
def feedback(
    ctx: click.Context,
    /,
    week: str,
    out: Path,
    archive: Path | None,
    formats: str,
    moodle: Path | None,
    student: tuple[str, ...],
    hand_ins: tuple[Path, ...],
    results: Path | None,
    store: str | None,
    lang: str | None,
    course_dir: Path,
) -> None:
    """Write the feedback of WEEK, ready to hand back."""
    from grader.cli.export import tell
    from grader.cli.handing_back import bundles
    from grader.cli.published import published

    course = the_course(course_dir)
    language = lang or course.language
    wanted = tuple(dict.fromkeys(part.strip() for part in formats.split(",") if part.strip()))
    if not wanted or set(wanted) - set(FORMATS):
        raise UsageError(f"--format: {formats[:60]!r}: write any of {', '.join(FORMATS)}, with commas")
    if moodle is not None and archive is None:
        raise UsageError("--moodle names the folders of a zip: say --zip FILE, too")
    book = published(course, week, results, store)
    made = bundles(course, book, wanted, language, students=student, hand_ins=hand_ins, moodle=moodle)
    count = _write(made.bundles, out, archive)
    click.echo(f"{count}  {out}" + (f"  {archive}" if archive else ""))
    tell(made.problems, language)
    ctx.exit(1 if made.problems else 0)


def _write(bundles: Iterator[Bundle], out: Path, archive: Path | None) -> int:
    """Each bundle as it is made; the zip appears when it is whole.

    Raises:
        UsageError: a folder cannot be written.
    """
    from contextlib import ExitStack

    from grader.exports.handback import HandBack
    from grader.reports.files import write_atomic

    count = 0
    try:
        with ExitStack() as stack:
            zipped = stack.enter_context(HandBack(archive)) if archive is not None else None
            for bundle in bundles:
                count += 1
                for name, content in bundle.files.items():
                    write_atomic(out / bundle.folder / name, content, durable=False)
                    if zipped is not None and bundle.zip_folder:
                        zipped.add(f"{bundle.zip_folder}/{name}", content)
    except OSError as error:
        raise UsageError(
            f"{error.filename or out}: cannot be written: {error.strerror} (make room, or choose another)"
        ) from error
    return count

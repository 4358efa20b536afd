"""`grader similar`: which hand-ins of a week share code."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import course_option, jobs_option, lang_option, the_course
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.course import Course
    from grader.similarity import Comparison, Document
    from grader.spec import AssignmentSpec

EPILOG = """\b
Examples:
  grader similar week04_rnn handed-in/
  grader similar 4 handed-in/ --earlier 2022/week4 --against public-solutions/
  grader similar week04_rnn handed-in/ --json > similar.json
\b
PATH is a hand-in or a folder with one file or folder per student, as for `grader grade`.
It shows shared material, never guilt (docs/similarity.md). The pages hold students' code and the
reference: they are for teachers only.
Exit codes: 0 done, whatever was found · 2 usage · 3 our fault · 130 interrupted
"""


@click.command(epilog=EPILOG)
@click.argument("week")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path))
@click.option(
    "--earlier",
    multiple=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Hand-ins of an earlier term, compared with this class only; may be repeated.",
)
@click.option(
    "--against",
    multiple=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Known solutions, beside the reference; may be repeated.",
)
@click.option("--top", type=click.IntRange(1, 1000), default=50, show_default=True, help="Pairs of each kind.")
@click.option(
    "--share",
    type=click.FloatRange(0.01, 1.0),
    default=0.1,
    show_default=True,
    help="What more than this share of the class has in common is left out.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("similar"), show_default=True, help="The pages' folder."
)
@click.option("--json", "as_json_", is_flag=True, help="Print similar.json to stdout instead of the table.")
@jobs_option()
@lang_option()
@course_option()
def similar(
    week: str,
    paths: tuple[Path, ...],
    earlier: tuple[Path, ...],
    against: tuple[Path, ...],
    top: int,
    share: float,
    out: Path,
    as_json_: bool,
    jobs: int,
    lang: str | None,
    course_dir: Path,
) -> None:
    """Show which hand-ins of WEEK share code, beside each other."""
    from grader.cli.similar_table import print_pairs
    from grader.similarity import as_json, compare, write_csv, write_pages
    from grader.spec import load_assignment

    course = the_course(course_dir)
    spec = load_assignment(course.assignment_dir(week))
    found: Comparison = compare(
        _documents(paths, spec, jobs),
        _handout(course, spec),
        _documents(earlier, spec, jobs),
        [*_reference(course, spec), *_documents(against, spec, jobs)],
        top,
        share,
    )
    data = as_json(found, spec.id)
    language = lang or course.language
    try:
        page = write_pages(found, dict(spec.title), out, language)
        write_csv(found, out / "similar.csv")
        (out / "similar.json").write_text(data, "utf-8")
    except OSError as error:
        raise UsageError(f"{out}: cannot be written: {error.strerror}: give another folder with --out") from error
    if as_json_:
        click.echo(data, nl=False)
        return
    print_pairs(found, language)
    click.echo(f"{page}  {out / 'similar.csv'}  {out / 'similar.json'}")


def _documents(paths: Sequence[Path], spec: AssignmentSpec, jobs: int) -> list[Document]:
    from grader.intake import find_hand_ins
    from grader.similarity import read_documents

    return read_documents(find_hand_ins(paths, spec.modules), jobs) if paths else []


def _handout(course: Course, spec: AssignmentSpec) -> list[Document]:
    from grader.similarity import handout

    return handout([course.template_dir(spec.id), course.assignment_dir(spec.id)])


def _reference(course: Course, spec: AssignmentSpec) -> list[Document]:
    from grader.intake import read_submission
    from grader.similarity import document

    folder = course.reference_dir(spec.id)
    return [document(read_submission(folder, "reference"))] if folder.is_dir() else []

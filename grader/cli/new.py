"""`grader assignment new` and `grader course new`: where an author starts."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from grader.cli.options import course_option, the_course
from grader.errors import SpecError, UsageError


def _titles(**given: str | None) -> dict[str, str]:
    return {language: text for language, text in given.items() if text is not None}


@click.command(
    name="new",
    epilog="\b\nExamples:\n  grader assignment new week09_attention"
    "\n  grader assignment new week09_attention --task scores --task attention",
)
@click.argument("name")
@click.option("--title-en", help="Title in English.  [default: the word in NAME]")
@click.option("--title-ko", help="Title in Korean.  [default: the word in NAME]")
@click.option("--task", "tasks", multiple=True, metavar="TASK", help="A task; may be repeated.  [default: one]")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@course_option()
def new_assignment_(
    name: str, title_en: str | None, title_ko: str | None, tasks: tuple[str, ...], as_json: bool, course_dir: Path
) -> None:
    """Make the assignment NAME (weekNN_word): a worked example that verifies, to be changed.

    Nothing that is there already is touched.
    """
    from grader.scaffold import new_assignment

    try:
        course = the_course(course_dir)
    except SpecError:
        raise
    except UsageError as error:
        raise UsageError(f"{error}; or make a course: grader course new FOLDER") from None
    written = new_assignment(course, name, tasks, _titles(en=title_en, ko=title_ko))
    files = [path.relative_to(course.root).as_posix() for path in written]
    if as_json:
        click.echo(json.dumps({"assignment": name, "course": str(course.root), "written": files}, ensure_ascii=False))
        return
    for file in files:
        click.echo(f"wrote {file}")
    click.echo(f"next: grader assignment verify {name}")


@click.group()
def course() -> None:
    """Start a course."""


@course.command(name="new", epilog="\b\nExample:\n  grader course new nlp-2027 --term 2027-winter")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title-en", help="Title in English.  [default: the folder's name]")
@click.option("--title-ko", help="Title in Korean.  [default: the folder's name]")
@click.option("--term", help="The term.  [default: this year]")
@click.option("--timezone", default="Asia/Seoul", show_default=True, help="Name of the tz database; for due dates.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def new_course_(
    folder: Path, title_en: str | None, title_ko: str | None, term: str | None, timezone: str, as_json: bool
) -> None:
    """Make FOLDER a course: write its course.toml."""
    from grader.scaffold import new_course

    year = str(datetime.now(UTC).year)
    made = new_course(folder, year if term is None else term, timezone, _titles(en=title_en, ko=title_ko))
    file = folder / "course.toml"
    if as_json:
        click.echo(json.dumps({"course": made.id, "written": [file.as_posix()]}, ensure_ascii=False))
        return
    click.echo(f"wrote {file}")

"""`grader intake`: who handed in what."""

from __future__ import annotations

import json
from datetime import datetime, tzinfo
from pathlib import Path

import click

from grader.cli.options import course_option, lang_option, the_course
from grader.cli.output import Output
from grader.errors import UsageError

EPILOG = """\b
Examples:
  grader intake moodle.zip --dry-run
  grader intake canvas-export/ resubmissions.zip --week 4 --out hand-ins
  grader intake repositories.csv --deadline 2023-02-01T18:00 --json
  grader grade 4 hand-ins/
\b
PATH is a file, a folder of hand-ins, an archive, an export of Canvas, Moodle, Blackboard or Gradescope
(unpacked or not), a repository with a folder per student, or a CSV or TOML list of repositories.
Exit codes: 0 read · 1 somebody is missing, unknown or in doubt, or something could not be read · 2 usage
3 our fault · 130 interrupted
"""
_SOURCES = ["folders", "zips", "gradescope", "moodle", "blackboard", "canvas", "git-list", "git", "intake"]


@click.command(epilog=EPILOG)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path))
@click.option("--week", help="The assignment: hand-ins of other weeks are left out.")
@click.option("-n", "--dry-run", is_flag=True, help="Only show it; write nothing.")
@click.option("--source", type=click.Choice(_SOURCES), help="What PATH is, where its content does not tell.")
@click.option(
    "--attempts",
    type=click.Choice(["last", "best", "first"]),
    default="last",
    show_default=True,
    help="Which of several attempts counts; best: all are kept, to be graded.",
)
@click.option("--deadline", metavar="TIME", help="Repositories: the last commit before it, in the course's time zone.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("hand-ins"),
    show_default=True,
    help="Folder for a folder per student and intake.json; give it to `grader grade`.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
@lang_option()
@course_option()
@click.pass_context
def intake(
    ctx: click.Context,
    paths: tuple[Path, ...],
    week: str | None,
    dry_run: bool,
    source: str | None,
    attempts: str,
    deadline: str | None,
    out: Path,
    as_json: bool,
    lang: str | None,
    course_dir: Path,
) -> None:
    """Show who handed in what, what was left out and why, and who is missing; write a folder for each student."""
    from grader.cli.intake_table import print_summary
    from grader.cli.reading import how_for
    from grader.intake.summary import summary
    from grader.spec import load_assignment

    course = the_course(course_dir)
    spec = load_assignment(course.assignment_dir(week)) if week is not None else None
    how = how_for(course, spec, source=source, attempts=attempts, deadline=_time(deadline, course.zone))
    found = summary(paths, how, course.roster(), None if dry_run else out)
    if as_json:
        click.echo((json.dumps(found.as_json(), ensure_ascii=False, indent=1) + "\n").encode(), nl=False)
    else:
        print_summary(found, lang or course.language, Output())
        if not dry_run:
            click.echo(str(out))
    ctx.exit(1 if found.needs_a_look else 0)


def _time(text: str | None, zone: tzinfo) -> datetime | None:
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--deadline {text[:40]!r} is no time: write 2023-02-01T18:00") from None
    return found if found.tzinfo else found.replace(tzinfo=zone)

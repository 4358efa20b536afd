"""`grader assignment`: what authors of an assignment do."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from grader.cli.calibrate import calibrate
from grader.cli.new import new_assignment_
from grader.cli.options import course_option, lang_option, the_course
from grader.cli.release import release
from grader.cli.verify import verify
from grader.spec import load_assignment
from grader.template import build_template, drift, write_template


@click.group()
def assignment() -> None:
    """Make, list, verify, calibrate and hand out assignments."""


assignment.add_command(calibrate)
assignment.add_command(new_assignment_)


@assignment.command(name="list", epilog="\b\nExample:\n  grader assignment list --lang en")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@lang_option()
@course_option()
def list_(as_json: bool, lang: str | None, course_dir: Path) -> None:
    """List the course's assignments with their tasks and points."""
    course = the_course(course_dir)
    specs = [load_assignment(course.assignment_dir(week)) for week in course.assignments()]
    if as_json:
        click.echo(json.dumps([s.model_dump(mode="json") for s in specs], ensure_ascii=False, indent=1))
        return
    language = lang or course.language
    table = Table("week", "task", "points", "slot", "title", box=None)
    for spec in specs:
        for task in spec.tasks:
            table.add_row(spec.id, task.id, f"{task.points:g}", task.slot, task.title[language])
    Console().print(table)


@assignment.command(
    epilog="\b\nExample:\n  grader assignment template week04_rnn\n  grader assignment template 4 --check"
)
@click.argument("week")
@click.option("--out", type=click.Path(path_type=Path), help="Folder.  [default: the course's template folder]")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 if the files there have drifted.")
@click.option("--force", is_flag=True, help="Overwrite files that somebody changed by hand.")
@course_option()
@click.pass_context
def template(ctx: click.Context, week: str, out: Path | None, only_check: bool, force: bool, course_dir: Path) -> None:
    """Make the student's stubs and notebook of WEEK from the reference."""
    course = the_course(course_dir)
    folder = course.assignment_dir(week)
    spec = load_assignment(folder)
    of_course = course.student
    files = build_template(
        spec, course.reference_dir(spec.id), folder, install=of_course.install, bundle=of_course.bundle
    )
    target = out or course.template_dir(spec.id)
    if only_check:
        drifted = drift(files, target)
        for name in drifted:
            click.echo(f"{target / name}: differs from what the reference gives", err=True)
        ctx.exit(1 if drifted else 0)
    for name in write_template(files, target, force=force):
        click.echo(f"wrote {target / name}")


assignment.add_command(release)
assignment.add_command(verify)
